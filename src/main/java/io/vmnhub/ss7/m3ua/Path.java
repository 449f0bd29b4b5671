// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.transport.Link;
import java.util.ArrayList;
import java.util.List;
import org.restcomm.protocols.ss7.mtp.Mtp3TransferPrimitive;

/** A way for DATA: one application server over one association. Immutable and thread-safe. */
final class Path {

    private static final int ROUTING_LABEL_LENGTH = 12;
    private static final Runnable NOTHING = () -> {};

    private final Link link;
    private final ChangeOver changeOver;
    private final byte[] parameters;

    /** Takes a message that had not left when its association ended. */
    @FunctionalInterface
    interface ChangeOver {

        void send(Mtp3TransferPrimitive message, String failed);
    }

    Path(Link link, Ss7Settings.ApplicationServer server, ChangeOver changeOver) {
        this.link = link;
        this.changeOver = changeOver;
        List<M3uaMessage.Parameter> before = new ArrayList<>(2);
        server.networkAppearance()
                .ifPresent(value -> before.add(M3uaMessage.Parameter.of(Tag.NETWORK_APPEARANCE, value)));
        before.addAll(RemoteProcess.context(server));
        ByteBuf whole = new M3uaMessage(MessageType.DATA, before).encode();
        whole.skipBytes(M3uaMessage.HEADER_LENGTH);
        parameters = new byte[whole.readableBytes()];
        whole.readBytes(parameters).release();
    }

    String association() {
        return link.name();
    }

    /**
     * Sends a message.
     *
     * @param again whether it is to be sent over another path should the association end before it has left
     * @return false when the association is down, or its peer does not read
     */
    boolean send(Mtp3TransferPrimitive message, boolean again) {
        if (!link.takesData()) {
            return false;
        }
        byte[] user = message.getData();
        int protocolData = M3uaMessage.PARAMETER_HEADER_LENGTH + ROUTING_LABEL_LENGTH + user.length;
        int length = M3uaMessage.HEADER_LENGTH + parameters.length + M3uaMessage.padded(protocolData);
        ByteBuf out = Unpooled.buffer(length, length); // a pooled one that another thread frees costs more
        M3uaMessage.header(out, MessageType.DATA, length);
        out.writeBytes(parameters).writeShort(Tag.PROTOCOL_DATA).writeShort(protocolData);
        out.writeInt(message.getOpc())
                .writeInt(message.getDpc())
                .writeByte(message.getSi())
                .writeByte(message.getNi())
                .writeByte(message.getMp())
                .writeByte(message.getSls())
                .writeBytes(user);
        out.writeZero(M3uaMessage.padded(protocolData) - protocolData);
        return link.sendData(out, message.getSls(), again ? () -> changeOver.send(message, association()) : NOTHING);
    }
}

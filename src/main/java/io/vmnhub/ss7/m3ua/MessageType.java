// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.netty.buffer.ByteBuf;

/** The messages of RFC 4666 clause 3.1.2 that the hub knows. */
enum MessageType {
    ERR(0, 0, "Error"),
    NTFY(0, 1, "Notify"),
    DATA(1, 1, "DATA"),
    DUNA(2, 1, "Destination Unavailable"),
    DAVA(2, 2, "Destination Available"),
    DAUD(2, 3, "Destination State Audit"),
    SCON(2, 4, "Signalling Congestion"),
    DUPU(2, 5, "Destination User Part Unavailable"),
    DRST(2, 6, "Destination Restricted"),
    ASPUP(3, 1, "ASP Up"),
    ASPDN(3, 2, "ASP Down"),
    BEAT(3, 3, "Heartbeat"),
    ASPUP_ACK(3, 4, "ASP Up Ack"),
    ASPDN_ACK(3, 5, "ASP Down Ack"),
    BEAT_ACK(3, 6, "Heartbeat Ack"),
    ASPAC(4, 1, "ASP Active"),
    ASPIA(4, 2, "ASP Inactive"),
    ASPAC_ACK(4, 3, "ASP Active Ack"),
    ASPIA_ACK(4, 4, "ASP Inactive Ack");

    private static final MessageType[] ALL = values();

    private final int messageClass;
    private final int type;
    private final String title;

    MessageType(int messageClass, int type, String title) {
        this.messageClass = messageClass;
        this.type = type;
        this.title = title;
    }

    int messageClass() {
        return messageClass;
    }

    int type() {
        return type;
    }

    /** The type of a message whose header has been checked. */
    static MessageType of(ByteBuf message) {
        int messageClass = message.getUnsignedByte(message.readerIndex() + 2);
        int type = message.getUnsignedByte(message.readerIndex() + 3);
        for (MessageType candidate : ALL) {
            if (candidate.messageClass == messageClass && candidate.type == type) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("M3UA has no message of class " + messageClass + " and type " + type);
    }

    /** As RFC 4666 names it. */
    @Override
    public String toString() {
        return title;
    }
}

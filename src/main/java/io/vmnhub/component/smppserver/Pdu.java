// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * What the hub reads of a PDU (SMPP 5.0 clause 3.2): its header, whatever its body holds; binds and their responses
 * whole.
 *
 * @param octets the whole PDU of a bind or its response; empty of all others; not copied, do not change it
 */
public record Pdu(int commandId, int commandStatus, int sequenceNumber, byte[] octets) {

    static final int HEADER = 16;
    public static final int RESPONSE = 0x80000000;
    public static final int GENERIC_NACK = 0x80000000;
    static final int BIND_RECEIVER = 0x01;
    public static final int BIND_TRANSMITTER = 0x02;
    static final int QUERY_SM = 0x03;
    static final int SUBMIT_SM = 0x04;
    static final int DELIVER_SM = 0x05;
    static final int UNBIND = 0x06;
    static final int REPLACE_SM = 0x07;
    static final int CANCEL_SM = 0x08;
    static final int BIND_TRANSCEIVER = 0x09;
    public static final int ENQUIRE_LINK = 0x15;
    static final int SUBMIT_MULTI = 0x21;
    static final int DATA_SM = 0x103;

    /** Longer than any bind, even with fields that are longer than they may be. */
    static final int LONGEST_BIND = 512;
    /** Longer than a PDU with a full message_payload. */
    public static final int LONGEST = 70_000;

    private static final byte[] NOTHING = {};

    /** @param from at the beginning of a whole PDU of {@code length} octets, which are read */
    static Pdu read(ByteBuf from, int length) {
        int start = from.readerIndex();
        int commandId = from.getInt(start + 4);
        byte[] octets = NOTHING;
        if (isBind(commandId & ~RESPONSE)) {
            octets = new byte[length];
            from.getBytes(start, octets);
        }
        from.skipBytes(length);
        return new Pdu(commandId, from.getInt(start + 8), from.getInt(start + 12), octets);
    }

    /** A PDU without body. */
    static ByteBuf header(int commandId, int commandStatus, int sequenceNumber) {
        return Unpooled.buffer(HEADER)
                .writeInt(HEADER)
                .writeInt(commandId)
                .writeInt(commandStatus)
                .writeInt(sequenceNumber);
    }

    /** The response to this request, without body. */
    public ByteBuf response(int status) {
        return header(commandId | RESPONSE, status, sequenceNumber);
    }

    boolean isBind() {
        return isBind(commandId);
    }

    boolean isRequest() {
        return (commandId & RESPONSE) == 0;
    }

    private static boolean isBind(int commandId) {
        return commandId == BIND_RECEIVER || commandId == BIND_TRANSMITTER || commandId == BIND_TRANSCEIVER;
    }
}

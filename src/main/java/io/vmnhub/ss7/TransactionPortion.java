// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.util.Arrays;

/**
 * The transaction portion of a TCAP message (ITU-T Q.773 clause 4.2.1), as far as its octets can be read.
 *
 * @param type the message type tag
 * @param originating the originating transaction id; null without a valid one of 1 to 4 octets
 * @param destination the destination transaction id; null without a valid one of 1 to 4 octets
 */
record TransactionPortion(int type, byte[] originating, byte[] destination) {

    static final int UNIDIRECTIONAL = 0x61;
    static final int BEGIN = 0x62;
    static final int END = 0x64;
    static final int CONTINUE = 0x65;
    static final int ABORT = 0x67;

    private static final int ORIGINATING = 0x48;
    private static final int DESTINATION = 0x49;
    static final int LONGEST_ID = 4;
    private static final int OWN_ID = 4;

    /** What {@code message} says; of a message that was cut, what is left says. */
    static TransactionPortion of(byte[] message) {
        byte[] originating = null;
        byte[] destination = null;
        for (Ber part = new Ber(message, start(message), message.length); part.next() && part.tag() <= DESTINATION; ) {
            if (part.length() >= 1 && part.length() <= LONGEST_ID) {
                byte[] id = Arrays.copyOfRange(message, part.content(), part.content() + part.length());
                originating = part.tag() == ORIGINATING ? id : originating;
                destination = part.tag() == DESTINATION ? id : destination;
            }
        }
        return new TransactionPortion(message.length == 0 ? -1 : message[0] & 0xff, originating, destination);
    }

    /** Where the content of the message begins, whether all of it is there or not. */
    static int start(byte[] message) {
        int length = message.length > 1 ? message[1] & 0xff : 0;
        return length > 0x80 ? 2 + (length & 0x7f) : 2;
    }

    boolean opens() {
        return type == BEGIN || type == CONTINUE;
    }

    boolean continues() {
        return type == CONTINUE || type == END || type == ABORT;
    }

    /** The destination transaction id as a number of this side, which are all of four octets; -1 for none. */
    long destinationId() {
        return destination == null || destination.length != OWN_ID ? -1 : number(destination);
    }

    /** Likewise the originating one, of a message of this side that came back. */
    long ownOriginatingId() {
        return originating == null || originating.length != OWN_ID ? -1 : number(originating);
    }

    /** A whole message that has the originating id and nothing else. */
    byte[] identified() {
        byte[] message = new byte[originating.length + 4];
        message[0] = (byte) type;
        message[1] = (byte) (originating.length + 2);
        message[2] = ORIGINATING;
        message[3] = (byte) originating.length;
        System.arraycopy(originating, 0, message, 4, originating.length);
        return message;
    }

    /** The originating transaction id as a number; -1 for none. */
    long originatingId() {
        return originating == null ? -1 : number(originating);
    }

    private static long number(byte[] id) {
        long number = 0;
        for (byte octet : id) {
            number = number << 8 | octet & 0xff;
        }
        return number;
    }
}

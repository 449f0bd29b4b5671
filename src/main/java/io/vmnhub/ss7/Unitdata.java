// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.util.Arrays;

/**
 * A connectionless SCCP message (ITU-T Q.713 clauses 4.10, 4.11 and 4.18 to 4.21) as it lies in its octets: where its
 * parts are, and how it is written anew. Optional parameters that are not known are passed over, in whatever order they
 * come (Q.714 clause 4.2). Immutable as long as nobody changes the octets.
 */
final class Unitdata {

    private static final int UDT = 0x09;
    private static final int UDTS = 0x0a;
    private static final int XUDT = 0x11;
    private static final int XUDTS = 0x12;
    private static final int LUDT = 0x13;
    private static final int LUDTS = 0x14;
    private static final int SEGMENTATION = 0x10;
    private static final int SEGMENTATION_OCTETS = 4;
    private static final int RETURN_OPTION = 0x80;
    private static final int MOST_HOPS = 15;
    private static final int MOST_SHORT_DATA = 255;
    private static final int MOST_PROTOCOL_CLASS = 1;

    private final byte[] octets;
    private final int type;
    private int position;
    private Part called;
    private Part calling;
    private Part data;
    private boolean optionsReadable = true;
    private int segmentation = -1;

    /** Where a parameter's content lies. */
    private record Part(int at, int length) {}

    private Unitdata(byte[] octets) {
        this.octets = octets;
        this.type = octets[0];
        position = extended() ? 3 : 2;
        called = part(1);
        calling = part(1);
        data = part(longPointers() ? 2 : 1);
        if (extended() && complete()) {
            options();
        }
    }

    static boolean isUnitdata(byte[] octets) {
        return octets.length > 0 && (octets[0] == UDT || octets[0] == UDTS || octets[0] >= XUDT && octets[0] <= LUDTS);
    }

    /** @param octets of one of the six types; the message need not be {@link #complete()} */
    static Unitdata of(byte[] octets) {
        return new Unitdata(octets);
    }

    /**
     * Writes a UDT without a wish to have it back.
     *
     * @param protocolClass 0, or 1 for delivery in sequence
     */
    static byte[] of(int protocolClass, byte[] called, byte[] calling, byte[] data) {
        return write(UDT, protocolClass, called, calling, data);
    }

    private boolean extended() {
        return type >= XUDT;
    }

    private boolean longPointers() {
        return type == LUDT || type == LUDTS;
    }

    /** Reads the next pointer and what it points to; null when that is not there. */
    private Part part(int lengthOctets) {
        int pointer = pointer();
        int at = position - 1 + pointer;
        if (pointer < 1 || at + lengthOctets > octets.length) {
            return null;
        }
        int length = lengthOctets == 1 ? octet(at) : octet(at) | octet(at + 1) << 8;
        int start = at + lengthOctets;
        return length > octets.length - start ? null : new Part(start, length);
    }

    /** The pointer at the position, which moves on; 0 for none. */
    private int pointer() {
        int width = longPointers() ? 2 : 1;
        position += width;
        if (position > octets.length) {
            return 0;
        }
        return width == 1 ? octet(position - 1) : octet(position - 2) | octet(position - 1) << 8;
    }

    private void options() {
        int pointer = pointer();
        int at = pointer == 0 ? octets.length : position - 1 + pointer;
        optionsReadable = at <= octets.length;
        while (at < octets.length && octets[at] != 0) {
            int length = at + 1 < octets.length ? octet(at + 1) : octets.length;
            boolean wrong =
                    length > octets.length - at - 2 || octet(at) == SEGMENTATION && length != SEGMENTATION_OCTETS;
            if (wrong) {
                optionsReadable = false;
                return;
            }
            segmentation = octet(at) == SEGMENTATION ? at + 2 : segmentation;
            at += 2 + length;
        }
    }

    private int octet(int at) {
        return octets[at] & 0xff;
    }

    /** Whether both addresses and the data are there. */
    boolean complete() {
        return called != null && calling != null && data != null;
    }

    /** Whether it is one that came back (UDTS, XUDTS, LUDTS). */
    boolean returned() {
        return type == UDTS || type == XUDTS || type == LUDTS;
    }

    /** Whether the optional part, where there is one, can be read. */
    boolean optionsReadable() {
        return optionsReadable;
    }

    /** Whether the sender wants the message back when it cannot be delivered. */
    boolean returnOption() {
        return !returned() && (octets[1] & RETURN_OPTION) != 0;
    }

    /** Whether the protocol class is 0 or 1. */
    boolean connectionless() {
        return (octets[1] & 0xf) <= MOST_PROTOCOL_CLASS;
    }

    /** Whether there is no hop counter, or one of 1 to 15. */
    boolean hopsLeft() {
        return !extended() || octet(2) >= 1 && octet(2) <= MOST_HOPS;
    }

    /** Whether it is one of several segments. */
    boolean segment() {
        return segmentation >= 0 && !(firstSegment() && remainingSegments() == 0);
    }

    boolean firstSegment() {
        return octets[segmentation] < 0;
    }

    int remainingSegments() {
        return octets[segmentation] & 0xf;
    }

    /** The segmentation local reference (Q.713 clause 3.17). */
    int localReference() {
        return octet(segmentation + 1) << 16 | octet(segmentation + 2) << 8 | octet(segmentation + 3);
    }

    byte[] called() {
        return copy(called);
    }

    byte[] calling() {
        return copy(calling);
    }

    byte[] data() {
        return copy(data);
    }

    /** Where the data begin in the octets. */
    int dataAt() {
        return data.at;
    }

    int dataEnd() {
        return data.at + data.length;
    }

    private byte[] copy(Part part) {
        return Arrays.copyOfRange(octets, part.at, part.at + part.length);
    }

    /** Without its optional part, in the shortest type that carries it. */
    byte[] plain() {
        return !extended() ? octets : with(data());
    }

    /** With other data: a unitdata where they fit, else a long one; without an optional part. */
    byte[] with(byte[] whole) {
        int second = returned() ? octets[1] : octets[1] & 0x8f;
        boolean fits = whole.length <= MOST_SHORT_DATA && 3 + called.length + calling.length <= MOST_SHORT_DATA;
        return write(fits ? returned() ? UDTS : UDT : returned() ? LUDTS : LUDT, second, called(), calling(), whole);
    }

    /**
     * The message that returns this one (Q.714 clause 4.2): of its own kind, with the addresses exchanged and the data
     * as they came.
     */
    byte[] returnedFor(ReturnCause cause) {
        return write(type == UDT ? UDTS : type == XUDT ? XUDTS : LUDTS, cause.code(), calling(), called(), data());
    }

    private static byte[] write(int type, int second, byte[] called, byte[] calling, byte[] data) {
        boolean extended = type >= XUDT;
        int width = type == LUDT || type == LUDTS ? 2 : 1;
        int pointers = extended ? 4 : 3;
        int first = (extended ? 3 : 2) + pointers * width;
        byte[] message = new byte[first + 2 + called.length + calling.length + width + data.length];
        message[0] = (byte) type;
        message[1] = (byte) second;
        if (extended) {
            message[2] = MOST_HOPS;
        }
        int pointer = extended ? 3 : 2;
        pointer = point(message, pointer, width, first);
        pointer = point(message, pointer, width, first + 1 + called.length);
        point(message, pointer, width, first + 2 + called.length + calling.length);
        int at = put(message, first, 1, called);
        at = put(message, at, 1, calling);
        put(message, at, width, data);
        return message;
    }

    /** A pointer counts from its own last octet. */
    private static int point(byte[] message, int at, int width, int to) {
        int distance = to - (at + width - 1);
        message[at] = (byte) distance;
        if (width == 2) {
            message[at + 1] = (byte) (distance >> 8);
        }
        return at + width;
    }

    private static int put(byte[] message, int at, int width, byte[] content) {
        message[at] = (byte) content.length;
        if (width == 2) {
            message[at + 1] = (byte) (content.length >> 8);
        }
        System.arraycopy(content, 0, message, at + width, content.length);
        return at + width + content.length;
    }
}

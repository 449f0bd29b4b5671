// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.sccp;

import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.OctetReader;
import io.vmnhub.peer.wire.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A connectionless SCCP message (Q.713 clauses 4.10, 4.11, 4.18, 4.19).
 *
 * @param protocolClass 0 or 1; 0 of UDTS and XUDTS, which have none
 * @param returnOnError the return option of UDT and XUDT
 * @param returnCause of UDTS and XUDTS (Q.713 clause 3.12), else 0
 * @param hopCounter of XUDT and XUDTS, else 0
 */
public record SccpMessage(
        Type type,
        int protocolClass,
        boolean returnOnError,
        int returnCause,
        int hopCounter,
        PartyAddress called,
        PartyAddress calling,
        byte[] data,
        Optional<Segmentation> segmentation,
        OptionalInt importance) {

    public static final int MOST_DATA = 254;
    private static final int SEGMENTATION = 0x10;
    private static final int IMPORTANCE = 0x12;

    /** With the message type codes of Q.713 table 1. */
    public enum Type {
        UDT(0x09),
        UDTS(0x0a),
        XUDT(0x11),
        XUDTS(0x12),
        LUDT(0x13),
        LUDTS(0x14);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        boolean extended() {
            return this != UDT && this != UDTS;
        }

        boolean wide() {
            return this == LUDT || this == LUDTS;
        }

        public boolean service() {
            return this == UDTS || this == XUDTS || this == LUDTS;
        }
    }

    /** The segmentation parameter (Q.713 clause 3.17). */
    public record Segmentation(boolean first, boolean inSequence, int remaining, int localReference) {}

    public static SccpMessage udt(PartyAddress called, PartyAddress calling, byte[] data) {
        return new SccpMessage(Type.UDT, 0, false, 0, 0, called, calling, data, Optional.empty(), OptionalInt.empty());
    }

    public static SccpMessage xudt(PartyAddress called, PartyAddress calling, byte[] data) {
        return new SccpMessage(
                Type.XUDT, 0, false, 0, 15, called, calling, data, Optional.empty(), OptionalInt.empty());
    }

    public SccpMessage withProtocolClass(int value) {
        return new SccpMessage(
                type, value, returnOnError, returnCause, hopCounter, called, calling, data, segmentation, importance);
    }

    public SccpMessage withReturnOnError(boolean value) {
        return new SccpMessage(
                type, protocolClass, value, returnCause, hopCounter, called, calling, data, segmentation, importance);
    }

    public SccpMessage withHopCounter(int value) {
        return new SccpMessage(
                type,
                protocolClass,
                returnOnError,
                returnCause,
                value,
                called,
                calling,
                data,
                segmentation,
                importance);
    }

    public SccpMessage withSegment(byte[] part, Segmentation value) {
        return new SccpMessage(
                type,
                protocolClass,
                returnOnError,
                returnCause,
                hopCounter,
                called,
                calling,
                part,
                Optional.of(value),
                importance);
    }

    /** The message sent back with its own data when it cannot be delivered. */
    public SccpMessage returned(int cause) {
        return new SccpMessage(
                type == Type.UDT ? Type.UDTS : Type.XUDTS,
                0,
                false,
                cause,
                type == Type.UDT ? 0 : 15,
                calling,
                called,
                data,
                Optional.empty(),
                OptionalInt.empty());
    }

    /** This XUDT cut into segments of about the same size, class 1 as Q.714 clause 4.1.1.2 wants (in sequence). */
    public List<SccpMessage> segments(int count, int localReference) {
        List<SccpMessage> parts = new ArrayList<>();
        int size = (data.length + count - 1) / count;
        for (int i = 0; i < count; i++) {
            byte[] part =
                    Arrays.copyOfRange(data, Math.min(i * size, data.length), Math.min((i + 1) * size, data.length));
            parts.add(withProtocolClass(1)
                    .withSegment(part, new Segmentation(i == 0, protocolClass == 1, count - 1 - i, localReference)));
        }
        return parts;
    }

    public byte[] encode() {
        Octets out = new Octets()
                .u8(type.code)
                .u8(type.service() ? returnCause : protocolClass | (returnOnError ? 0x80 : 0));
        byte[] to = called.encode();
        byte[] from = calling.encode();
        int pointers = 3;
        if (type.extended()) {
            out.u8(hopCounter);
            pointers = 4;
        }
        if (data.length > 255) {
            throw new IllegalArgumentException(
                    data.length + " octets do not fit one " + type + ": send it in segments");
        }
        boolean options = segmentation.isPresent() || importance.isPresent();
        out.u8(pointers).u8(pointers + to.length).u8(pointers + to.length + from.length);
        if (type.extended()) {
            int pointer = pointers + to.length + from.length + data.length;
            if (options && pointer > 255) {
                throw new IllegalArgumentException(
                        data.length + " octets push the optional part out of its pointer's reach");
            }
            out.u8(options ? pointer : 0);
        }
        out.u8(to.length).bytes(to).u8(from.length).bytes(from).u8(data.length).bytes(data);
        if (type.extended() && options) {
            segmentation.ifPresent(s -> out.u8(SEGMENTATION)
                    .u8(4)
                    .u8((s.first ? 0x80 : 0) | (s.inSequence ? 0x40 : 0) | s.remaining)
                    .u24(s.localReference));
            importance.ifPresent(i -> out.u8(IMPORTANCE).u8(1).u8(i));
            out.u8(0);
        }
        return out.toByteArray();
    }

    /** This XUDT with any optional part; its end is not added. */
    public byte[] encodeWith(byte[] optionalPart) {
        byte[] plain = withoutOptions().encode();
        byte[] whole = new Octets().bytes(plain).bytes(optionalPart).toByteArray();
        whole[6] = (byte) (plain.length - 6);
        return whole;
    }

    /** This XUDT as an LUDT with any optional part, empty for none; its end is not added. */
    public byte[] encodeLong(byte[] optionalPart) {
        byte[] to = called.encode();
        byte[] from = calling.encode();
        int pointers = 7;
        int end = pointers + to.length + from.length + data.length;
        Octets out = new Octets()
                .u8(Type.LUDT.code)
                .u8(protocolClass | (returnOnError ? 0x80 : 0))
                .u8(hopCounter);
        out.u16le(pointers)
                .u16le(pointers - 1 + to.length)
                .u16le(pointers - 2 + to.length + from.length)
                .u16le(optionalPart.length > 0 ? end - 2 : 0);
        out.u8(to.length)
                .bytes(to)
                .u8(from.length)
                .bytes(from)
                .u16le(data.length)
                .bytes(data)
                .bytes(optionalPart);
        return out.toByteArray();
    }

    private SccpMessage withoutOptions() {
        return new SccpMessage(
                type,
                protocolClass,
                returnOnError,
                returnCause,
                hopCounter,
                called,
                calling,
                data,
                Optional.empty(),
                OptionalInt.empty());
    }

    public static SccpMessage decode(byte[] pdu) {
        OctetReader in = new OctetReader("SCCP", pdu);
        int code = in.u8();
        Type type = Arrays.stream(Type.values())
                .filter(t -> t.code == code)
                .findFirst()
                .orElseThrow(() -> new MalformedPduException(
                        "SCCP: message type " + Integer.toHexString(code) + " is not connectionless"));
        int second = in.u8();
        int hops = type.extended() ? in.u8() : 0;
        PartyAddress called = PartyAddress.decode(pointed(in, pdu, type, false));
        PartyAddress calling = PartyAddress.decode(pointed(in, pdu, type, false));
        byte[] data = pointed(in, pdu, type, type.wide());
        Options options = type.extended() ? Options.read(in, pdu, type) : Options.NONE;
        if (type.service()) {
            return new SccpMessage(
                    type, 0, false, second, hops, called, calling, data, options.segmentation, options.importance);
        }
        int protocolClass = second & 0xf;
        if (protocolClass > 1 || (second & 0x70) != 0) {
            throw new MalformedPduException(
                    "SCCP: protocol class octet " + Integer.toHexString(second) + " of a " + type);
        }
        return new SccpMessage(
                type,
                protocolClass,
                (second & 0x80) != 0,
                0,
                hops,
                called,
                calling,
                data,
                options.segmentation,
                options.importance);
    }

    private static byte[] pointed(OctetReader in, byte[] pdu, Type type, boolean wideLength) {
        int to = pointer(in, type);
        if (to < 0) {
            throw new MalformedPduException("SCCP: null pointer to a mandatory parameter");
        }
        OctetReader there = new OctetReader("SCCP", pdu).seek(to);
        return there.bytes(wideLength ? there.u16le() : there.u8());
    }

    /** What the next pointer leads to, counted from its last octet; -1 for a null pointer. */
    private static int pointer(OctetReader in, Type type) {
        int distance = type.wide() ? in.u16le() : in.u8();
        return distance == 0 ? -1 : in.position() - 1 + distance;
    }

    private record Options(Optional<Segmentation> segmentation, OptionalInt importance) {

        static final Options NONE = new Options(Optional.empty(), OptionalInt.empty());

        static Options read(OctetReader in, byte[] pdu, Type type) {
            int to = pointer(in, type);
            if (to < 0) {
                return NONE;
            }
            OctetReader there = new OctetReader("SCCP options", pdu).seek(to);
            Optional<Segmentation> segmentation = Optional.empty();
            OptionalInt importance = OptionalInt.empty();
            for (int name = there.u8(); name != 0; name = there.u8()) {
                OctetReader value = new OctetReader("SCCP option", there.bytes(there.u8()));
                if (name == SEGMENTATION) {
                    int flags = value.u8();
                    segmentation = Optional.of(
                            new Segmentation((flags & 0x80) != 0, (flags & 0x40) != 0, flags & 0xf, value.u24()));
                } else if (name == IMPORTANCE) {
                    importance = OptionalInt.of(value.u8() & 7);
                }
            }
            return new Options(segmentation, importance);
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One BER element (X.690). Encodes definite lengths in their shortest form unless asked otherwise; decodes definite and
 * indefinite lengths.
 *
 * @param tag the identifier octets as one number: {@code 0x30}, {@code 0xa1}, {@code 0x9f22}
 * @param value the contents octets; of an indefinite element those before its end-of-contents
 */
public record Tlv(int tag, byte[] value) {

    private static final int DEEPEST = 32;

    /** With no contents. */
    public static Tlv empty(int tag) {
        return new Tlv(tag, new byte[0]);
    }

    public static Tlv of(int tag, byte... value) {
        return new Tlv(tag, value);
    }

    public static Tlv of(int tag, Tlv... children) {
        Octets out = new Octets();
        for (Tlv child : children) {
            out.bytes(child.encode());
        }
        return new Tlv(tag, out.toByteArray());
    }

    public static Tlv of(int tag, List<Tlv> children) {
        return of(tag, children.toArray(Tlv[]::new));
    }

    /** An INTEGER's or ENUMERATED's contents under the given tag, in the fewest octets. */
    public static Tlv integer(int tag, long value) {
        int octets = 1;
        while (value < -(1L << (8 * octets - 1)) || value >= 1L << (8 * octets - 1)) {
            octets++;
        }
        byte[] bytes = new byte[octets];
        for (int i = 0; i < octets; i++) {
            bytes[i] = (byte) (value >>> 8 * (octets - 1 - i));
        }
        return new Tlv(tag, bytes);
    }

    public boolean constructed() {
        int first = tag;
        while (first > 0xff) {
            first >>>= 8;
        }
        return (first & 0x20) != 0;
    }

    public byte[] encode() {
        Octets out = identifier();
        if (value.length < 0x80) {
            out.u8(value.length);
        } else if (value.length < 0x100) {
            out.u8(0x81).u8(value.length);
        } else {
            out.u8(0x82).u16(value.length);
        }
        return out.bytes(value).toByteArray();
    }

    /** With the length in the indefinite form (X.690 clause 8.1.3.6), for this element alone. */
    public byte[] encodeIndefinite() {
        return identifier().u8(0x80).bytes(value).u16(0).toByteArray();
    }

    private Octets identifier() {
        Octets out = new Octets();
        for (int shift = 24; shift >= 0; shift -= 8) {
            if (tag >>> shift != 0) {
                out.u8(tag >>> shift);
            }
        }
        return out;
    }

    /** The elements inside; a malformed inside is an error. */
    public List<Tlv> children() {
        return decodeAll(value);
    }

    public Optional<Tlv> child(int wanted) {
        return children().stream().filter(child -> child.tag == wanted).findFirst();
    }

    public long asInteger() {
        if (value.length == 0 || value.length > 8) {
            throw new MalformedPduException("BER: an integer of " + value.length + " octets");
        }
        long number = value[0];
        for (int i = 1; i < value.length; i++) {
            number = number << 8 | value[i] & 0xff;
        }
        return number;
    }

    /** The one element that the bytes are, with nothing after it. */
    public static Tlv decode(byte[] bytes) {
        List<Tlv> all = decodeAll(bytes);
        if (all.size() != 1) {
            throw new MalformedPduException("BER: " + all.size() + " elements instead of one");
        }
        return all.get(0);
    }

    public static List<Tlv> decodeAll(byte[] bytes) {
        OctetReader in = new OctetReader("BER", bytes);
        List<Tlv> all = new ArrayList<>();
        while (in.remaining() > 0) {
            all.add(next(in, bytes, 0));
        }
        return all;
    }

    private static Tlv next(OctetReader in, byte[] bytes, int depth) {
        if (depth > DEEPEST) {
            throw new MalformedPduException("BER: nested deeper than " + DEEPEST);
        }
        int tag = in.u8();
        if ((tag & 0x1f) == 0x1f) {
            int more;
            do {
                more = in.u8();
                if (tag > 0xffffff) {
                    throw new MalformedPduException("BER: a tag of more than four octets");
                }
                tag = tag << 8 | more;
            } while ((more & 0x80) != 0);
        }
        int length = in.u8();
        if (length == 0x80) {
            return indefinite(tag, in, bytes, depth);
        }
        if (length > 0x80) {
            int octets = length & 0x7f;
            if (octets > 3) {
                throw new MalformedPduException("BER: a length of " + octets + " octets");
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | in.u8();
            }
        }
        return new Tlv(tag, in.bytes(length));
    }

    private static Tlv indefinite(int tag, OctetReader in, byte[] bytes, int depth) {
        Tlv probe = new Tlv(tag, new byte[0]);
        if (!probe.constructed()) {
            throw new MalformedPduException("BER: indefinite length of a primitive element");
        }
        int from = in.position();
        while (true) {
            int at = in.position();
            if (in.remaining() >= 2 && bytes[at] == 0 && bytes[at + 1] == 0) {
                in.u16();
                return new Tlv(tag, Arrays.copyOfRange(bytes, from, at));
            }
            next(in, bytes, depth + 1);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tlv that && tag == that.tag && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * tag + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return Integer.toHexString(tag) + ":" + Octets.hex(value);
    }
}

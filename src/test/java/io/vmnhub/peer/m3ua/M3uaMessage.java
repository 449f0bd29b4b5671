// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.m3ua;

import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.OctetReader;
import io.vmnhub.peer.wire.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One M3UA message (RFC 4666 clause 3) as its parameters in the order of the wire. */
public record M3uaMessage(int messageClass, int messageType, List<Parameter> parameters) {

    public static final int INFO_STRING = 0x0004;
    public static final int ROUTING_CONTEXT = 0x0006;
    public static final int DIAGNOSTIC_INFORMATION = 0x0007;
    public static final int HEARTBEAT_DATA = 0x0009;
    public static final int TRAFFIC_MODE_TYPE = 0x000b;
    public static final int ERROR_CODE = 0x000c;
    public static final int STATUS = 0x000d;
    public static final int ASP_IDENTIFIER = 0x0011;
    public static final int AFFECTED_POINT_CODE = 0x0012;
    public static final int CORRELATION_ID = 0x0013;
    public static final int NETWORK_APPEARANCE = 0x0200;
    public static final int USER_CAUSE = 0x0204;
    public static final int CONGESTION_INDICATIONS = 0x0205;
    public static final int CONCERNED_DESTINATION = 0x0206;
    public static final int PROTOCOL_DATA = 0x0210;

    /** A parameter: tag and value without its padding. */
    public record Parameter(int tag, byte[] value) {

        public static Parameter u32(int tag, long... values) {
            Octets out = new Octets();
            Arrays.stream(values).forEach(out::u32);
            return new Parameter(tag, out.toByteArray());
        }

        public long asU32() {
            if (value.length != 4) {
                throw new MalformedPduException(
                        "M3UA: parameter " + Integer.toHexString(tag) + " has " + value.length + " octets, not 4");
            }
            return new OctetReader("M3UA", value).u32();
        }

        @Override
        public String toString() {
            return Integer.toHexString(tag) + "=" + Octets.hex(value);
        }
    }

    public M3uaMessage {
        parameters = List.copyOf(parameters);
    }

    public static M3uaMessage of(MessageType type, Parameter... parameters) {
        return new M3uaMessage(type.messageClass(), type.type(), List.of(parameters));
    }

    public static M3uaMessage of(MessageType type, List<Parameter> parameters) {
        return new M3uaMessage(type.messageClass(), type.type(), parameters);
    }

    public boolean is(MessageType type) {
        return messageClass == type.messageClass() && messageType == type.type();
    }

    public Optional<Parameter> parameter(int tag) {
        return parameters.stream().filter(p -> p.tag == tag).findFirst();
    }

    public OptionalLong u32(int tag) {
        return parameter(tag).map(p -> OptionalLong.of(p.asU32())).orElse(OptionalLong.empty());
    }

    /** The same without the parameters of a tag. */
    public M3uaMessage without(int tag) {
        return new M3uaMessage(
                messageClass,
                messageType,
                parameters.stream().filter(p -> p.tag != tag).toList());
    }

    /** NTFY with this status type and information (RFC 4666 clause 3.8.2). */
    public static M3uaMessage notification(int type, int information, long... contexts) {
        List<Parameter> parameters = new ArrayList<>(List.of(Parameter.u32(STATUS, (long) type << 16 | information)));
        if (contexts.length > 0) {
            parameters.add(Parameter.u32(ROUTING_CONTEXT, contexts));
        }
        return of(MessageType.NTFY, parameters);
    }

    /** DUNA, DAVA, DAUD or DRST of point codes, each with its mask in the uppermost octet. */
    public static M3uaMessage destinations(MessageType type, long context, long... pointCodes) {
        return of(type, Parameter.u32(ROUTING_CONTEXT, context), Parameter.u32(AFFECTED_POINT_CODE, pointCodes));
    }

    /** Whether it is a NTFY with this status type and information. */
    public boolean notifies(int type, int information) {
        return is(MessageType.NTFY) && u32(STATUS).orElse(0) == ((long) type << 16 | information);
    }

    public byte[] encode() {
        Octets body = new Octets();
        for (Parameter parameter : parameters) {
            body.u16(parameter.tag).u16(parameter.value.length + 4).bytes(parameter.value);
            while (body.size() % 4 != 0) {
                body.u8(0);
            }
        }
        return new Octets()
                .u8(1)
                .u8(0)
                .u8(messageClass)
                .u8(messageType)
                .u32(body.size() + 8L)
                .bytes(body.toByteArray())
                .toByteArray();
    }

    /** Strict: version 1, the length of the header right, every parameter within it and padded with zeros. */
    public static M3uaMessage decode(byte[] pdu) {
        OctetReader in = new OctetReader("M3UA", pdu);
        int version = in.u8();
        int reserved = in.u8();
        int messageClass = in.u8();
        int messageType = in.u8();
        long length = in.u32();
        if (version != 1 || reserved != 0 || length != pdu.length || length % 4 != 0) {
            throw new MalformedPduException(
                    "M3UA: version " + version + ", reserved " + reserved + ", length " + length + " of " + pdu.length);
        }
        List<Parameter> parameters = new ArrayList<>();
        while (in.remaining() > 0) {
            int tag = in.u16();
            int size = in.u16();
            if (size < 4) {
                throw new MalformedPduException("M3UA: parameter " + Integer.toHexString(tag) + " of length " + size);
            }
            parameters.add(new Parameter(tag, in.bytes(size - 4)));
            for (byte padding : in.bytes(-size & 3)) {
                if (padding != 0) {
                    throw new MalformedPduException("M3UA: padding that is not zero");
                }
            }
        }
        return new M3uaMessage(messageClass, messageType, parameters);
    }

    @Override
    public String toString() {
        String name =
                MessageType.of(messageClass, messageType).map(Enum::name).orElse(messageClass + "/" + messageType);
        return name + parameters;
    }
}

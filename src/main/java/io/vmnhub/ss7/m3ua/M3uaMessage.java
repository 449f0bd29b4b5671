// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A message other than DATA, as its parameters in the order of the wire (RFC 4666 clause 3). Immutable.
 *
 * <p>Decoding takes a last parameter whose padding the sender left out of the message (clause 3.1.4), and skips
 * parameters that it does not know.
 */
record M3uaMessage(MessageType type, List<Parameter> parameters) {

    static final int HEADER_LENGTH = 8;
    static final int PARAMETER_HEADER_LENGTH = 4;
    private static final int VERSION = 1;
    private static final int MAX_DIAGNOSTIC_LENGTH = 40;

    M3uaMessage {
        parameters = List.copyOf(parameters);
    }

    /** A parameter's tag and its value without padding. */
    record Parameter(int tag, byte[] value) {

        static Parameter of(int tag, long... values) {
            byte[] octets = new byte[4 * values.length];
            for (int i = 0; i < values.length; i++) {
                for (int j = 0; j < 4; j++) {
                    octets[4 * i + j] = (byte) (values[i] >> 24 - 8 * j);
                }
            }
            return new Parameter(tag, octets);
        }
    }

    static M3uaMessage of(MessageType type, Parameter... parameters) {
        return new M3uaMessage(type, List.of(parameters));
    }

    /**
     * An Error.
     *
     * @param offending the message it is about, of which the diagnostic information repeats the beginning
     */
    static M3uaMessage error(M3uaException reason, ByteBuf offending) {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.of(Tag.ERROR_CODE, reason.code().code()));
        parameters.addAll(reason.parameters());
        byte[] diagnostic = new byte[Math.min(MAX_DIAGNOSTIC_LENGTH, offending.readableBytes())];
        offending.getBytes(offending.readerIndex(), diagnostic);
        parameters.add(new Parameter(Tag.DIAGNOSTIC_INFORMATION, diagnostic));
        return new M3uaMessage(MessageType.ERR, parameters);
    }

    /**
     * Reads a message whose header has been checked.
     *
     * @throws M3uaException when a parameter's length is wrong
     */
    static M3uaMessage decode(ByteBuf message) throws M3uaException {
        List<Parameter> parameters = new ArrayList<>(3);
        int at = message.readerIndex() + HEADER_LENGTH;
        int end = message.writerIndex();
        while (end - at >= PARAMETER_HEADER_LENGTH) {
            int length = message.getUnsignedShort(at + 2);
            if (length < PARAMETER_HEADER_LENGTH || at + length > end) {
                throw new M3uaException(ErrorCode.PARAMETER_FIELD_ERROR);
            }
            byte[] value = new byte[length - PARAMETER_HEADER_LENGTH];
            message.getBytes(at + PARAMETER_HEADER_LENGTH, value);
            parameters.add(new Parameter(message.getUnsignedShort(at), value));
            at += padded(length);
        }
        return new M3uaMessage(MessageType.of(message), parameters);
    }

    static int padded(int length) {
        return length + 3 & ~3;
    }

    ByteBuf encode() {
        int length = HEADER_LENGTH;
        for (Parameter parameter : parameters) {
            length += padded(PARAMETER_HEADER_LENGTH + parameter.value.length);
        }
        ByteBuf out = ByteBufAllocator.DEFAULT.buffer(length);
        header(out, type, length);
        for (Parameter parameter : parameters) {
            int unpadded = PARAMETER_HEADER_LENGTH + parameter.value.length;
            out.writeShort(parameter.tag)
                    .writeShort(unpadded)
                    .writeBytes(parameter.value)
                    .writeZero(padded(unpadded) - unpadded);
        }
        return out;
    }

    static void header(ByteBuf out, MessageType type, int length) {
        out.writeByte(VERSION)
                .writeByte(0)
                .writeByte(type.messageClass())
                .writeByte(type.type())
                .writeInt(length);
    }

    Optional<Parameter> parameter(int tag) {
        return parameters.stream().filter(parameter -> parameter.tag == tag).findFirst();
    }

    /** The first value of 32 bits in a parameter; empty when the parameter is not there, or too short. */
    OptionalLong first(int tag) {
        long[] values = values(tag);
        return values.length == 0 ? OptionalLong.empty() : OptionalLong.of(values[0]);
    }

    /** A parameter's values of 32 bits, none when it is not there. */
    long[] values(int tag) {
        byte[] octets = parameter(tag).map(Parameter::value).orElse(new byte[0]);
        long[] values = new long[octets.length / 4];
        for (int i = 0; i < 4 * values.length; i++) {
            values[i / 4] = values[i / 4] << 8 | octets[i] & 0xff;
        }
        return values;
    }

    /** Whether the message is about an application server with this routing context: it names it, or names none. */
    boolean concerns(OptionalLong routingContext) {
        long[] named = values(Tag.ROUTING_CONTEXT);
        if (named.length == 0) {
            return true;
        }
        for (long context : named) {
            if (routingContext.isPresent() && routingContext.getAsLong() == context) {
                return true;
            }
        }
        return false;
    }
}

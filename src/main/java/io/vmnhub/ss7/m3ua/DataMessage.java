// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.netty.buffer.ByteBuf;
import io.vmnhub.ss7.m3ua.M3uaMessage.Parameter;

/**
 * Reads DATA (RFC 4666 clause 3.3.1) without making an object for each message: one instance serves one association,
 * whose messages come on one thread.
 */
final class DataMessage {

    private static final int ABSENT = -1;
    private static final int ROUTING_LABEL_LENGTH = 12;

    private ByteBuf message;
    private long routingContext;
    private long networkAppearance;
    private int protocolData;
    private int userData;

    /**
     * Looks through a message; the other methods tell about the last one.
     *
     * @throws M3uaException when a length is wrong or there is no Protocol Data
     */
    void read(ByteBuf data) throws M3uaException {
        message = data;
        routingContext = ABSENT;
        networkAppearance = ABSENT;
        protocolData = ABSENT;
        int at = data.readerIndex() + M3uaMessage.HEADER_LENGTH;
        int end = data.writerIndex();
        while (end - at >= M3uaMessage.PARAMETER_HEADER_LENGTH) {
            int length = data.getUnsignedShort(at + 2);
            if (length < M3uaMessage.PARAMETER_HEADER_LENGTH || at + length > end) {
                throw new M3uaException(ErrorCode.PARAMETER_FIELD_ERROR);
            }
            parameter(
                    data.getUnsignedShort(at),
                    at + M3uaMessage.PARAMETER_HEADER_LENGTH,
                    length - M3uaMessage.PARAMETER_HEADER_LENGTH);
            at += M3uaMessage.padded(length);
        }
        if (protocolData == ABSENT) {
            throw new M3uaException(ErrorCode.MISSING_PARAMETER);
        }
    }

    private void parameter(int tag, int at, int length) throws M3uaException {
        switch (tag) {
            case Tag.ROUTING_CONTEXT -> routingContext = number(at, length);
            case Tag.NETWORK_APPEARANCE -> networkAppearance = number(at, length);
            case Tag.PROTOCOL_DATA -> {
                if (length < ROUTING_LABEL_LENGTH) {
                    throw new M3uaException(ErrorCode.PARAMETER_FIELD_ERROR);
                }
                protocolData = at;
                userData = length - ROUTING_LABEL_LENGTH;
            }
            default -> {
                // a correlation identifier, or something newer: not needed here
            }
        }
    }

    private long number(int at, int length) throws M3uaException {
        if (length != Integer.BYTES) {
            throw new M3uaException(ErrorCode.PARAMETER_FIELD_ERROR);
        }
        return message.getUnsignedInt(at);
    }

    boolean hasRoutingContext() {
        return routingContext != ABSENT;
    }

    long routingContext() {
        return routingContext;
    }

    /** Whether the message names another network than this one. */
    boolean isOfAnotherNetwork(long appearance) {
        return networkAppearance != ABSENT && networkAppearance != appearance;
    }

    Parameter networkAppearance() {
        return Parameter.of(Tag.NETWORK_APPEARANCE, networkAppearance);
    }

    int originatingPointCode() {
        return message.getInt(protocolData);
    }

    int destinationPointCode() {
        return message.getInt(protocolData + 4);
    }

    int serviceIndicator() {
        return message.getUnsignedByte(protocolData + 8);
    }

    int networkIndicator() {
        return message.getUnsignedByte(protocolData + 9);
    }

    int messagePriority() {
        return message.getUnsignedByte(protocolData + 10);
    }

    int signallingLinkSelection() {
        return message.getUnsignedByte(protocolData + 11);
    }

    /** A copy of the user part's message. */
    byte[] userData() {
        byte[] octets = new byte[userData];
        message.getBytes(protocolData + ROUTING_LABEL_LENGTH, octets);
        return octets;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.transport;

import io.netty.buffer.ByteBuf;

/**
 * Looks at the common header (RFC 4666 clause 3.1) of every message before M3UA does, so that what M3UA cannot take is
 * answered with an Error message (clause 3.8.1) instead of an exception.
 */
final class M3uaGuard {

    static final int HEADER_LENGTH = 8;
    /** Far above the largest M3UA message that SS7 can fill. */
    static final int MAX_MESSAGE_LENGTH = 65_536;

    private static final int VERSION = 1;
    private static final int MANAGEMENT = 0;
    private static final int ASP_STATE_MAINTENANCE = 3;
    private static final int HEARTBEAT = 3;
    private static final int HEARTBEAT_ACK = 6;
    private static final int ERROR_CODE_PARAMETER = 0x000c;
    private static final int INVALID_VERSION = 0x01;
    private static final int UNSUPPORTED_MESSAGE_CLASS = 0x03;
    private static final int UNSUPPORTED_MESSAGE_TYPE = 0x04;
    private static final int PROTOCOL_ERROR = 0x07;
    private static final int DIAGNOSTIC_INFORMATION = 0x0007;
    private static final int PARAMETER_HEADER_LENGTH = 4;
    private static final int MAX_DIAGNOSTIC_LENGTH = 40;
    /**
     * Highest message type of each class, 0 to 4 (RFC 4666 clause 3.1.2); routing keys (9) are configured, not
     * registered.
     */
    private static final int[] HIGHEST_TYPE = {1, 1, 6, 6, 4};

    private static final int[] LOWEST_TYPE = {0, 1, 1, 1, 1};

    /** What is to be done with a message. */
    enum Verdict {
        PASS,
        HEARTBEAT_ACK,
        INVALID_VERSION,
        UNSUPPORTED_CLASS,
        UNSUPPORTED_TYPE,
        WRONG_LENGTH;

        /** For an operator. */
        String text() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    private M3uaGuard() {}

    /** Version, class and type come before the length: a message of another version may have another header. */
    static Verdict judge(ByteBuf message) {
        int start = message.readerIndex();
        if (message.readableBytes() < HEADER_LENGTH) {
            return Verdict.WRONG_LENGTH;
        }
        if (message.getUnsignedByte(start) != VERSION) {
            return Verdict.INVALID_VERSION;
        }
        int messageClass = message.getUnsignedByte(start + 2);
        int messageType = message.getUnsignedByte(start + 3);
        if (messageClass >= HIGHEST_TYPE.length) {
            return Verdict.UNSUPPORTED_CLASS;
        }
        if (messageType < LOWEST_TYPE[messageClass] || messageType > HIGHEST_TYPE[messageClass]) {
            return Verdict.UNSUPPORTED_TYPE;
        }
        if (!isWhole(message)) {
            return Verdict.WRONG_LENGTH;
        }
        return messageClass == ASP_STATE_MAINTENANCE && messageType == HEARTBEAT_ACK
                ? Verdict.HEARTBEAT_ACK
                : Verdict.PASS;
    }

    /**
     * Whether Message Length is that of the message, with the padding of its last parameter or without (clause 3.1.4).
     */
    static boolean isWhole(ByteBuf message) {
        if (message.readableBytes() < HEADER_LENGTH) {
            return false;
        }
        long length = message.getUnsignedInt(message.readerIndex() + 4);
        int octets = message.readableBytes();
        return length >= HEADER_LENGTH && (length == octets || length < octets && (length + 3 & ~3L) == octets);
    }

    /** Whether this is an Error itself, which is never answered. */
    static boolean isError(ByteBuf message) {
        int start = message.readerIndex();
        return message.readableBytes() >= HEADER_LENGTH
                && message.getUnsignedByte(start + 2) == MANAGEMENT
                && message.getUnsignedByte(start + 3) == 0;
    }

    /** The Error message that answers {@code verdict}. */
    static void writeError(ByteBuf out, Verdict verdict, ByteBuf offending) {
        int diagnostic = Math.min(MAX_DIAGNOSTIC_LENGTH, offending.readableBytes());
        int padding = -diagnostic & 3;
        header(out, MANAGEMENT, 0, HEADER_LENGTH + 2 * PARAMETER_HEADER_LENGTH + 4 + diagnostic + padding);
        out.writeShort(ERROR_CODE_PARAMETER)
                .writeShort(PARAMETER_HEADER_LENGTH + 4)
                .writeInt(
                        switch (verdict) {
                            case INVALID_VERSION -> INVALID_VERSION;
                            case UNSUPPORTED_CLASS -> UNSUPPORTED_MESSAGE_CLASS;
                            case UNSUPPORTED_TYPE -> UNSUPPORTED_MESSAGE_TYPE;
                            default -> PROTOCOL_ERROR;
                        });
        out.writeShort(DIAGNOSTIC_INFORMATION).writeShort(PARAMETER_HEADER_LENGTH + diagnostic);
        out.writeBytes(offending, offending.readerIndex(), diagnostic).writeZero(padding);
    }

    /** A BEAT without data (RFC 4666 clause 3.5.5). */
    static void writeHeartbeat(ByteBuf out) {
        header(out, ASP_STATE_MAINTENANCE, HEARTBEAT, HEADER_LENGTH);
    }

    static void header(ByteBuf out, int messageClass, int messageType, int length) {
        out.writeByte(VERSION)
                .writeByte(0)
                .writeByte(messageClass)
                .writeByte(messageType)
                .writeInt(length);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

/** Error codes (RFC 4666 clause 3.8.1). */
enum ErrorCode {
    INVALID_VERSION(0x01),
    UNSUPPORTED_MESSAGE_CLASS(0x03),
    UNSUPPORTED_MESSAGE_TYPE(0x04),
    UNSUPPORTED_TRAFFIC_MODE_TYPE(0x05),
    UNEXPECTED_MESSAGE(0x06),
    PROTOCOL_ERROR(0x07),
    INVALID_STREAM_IDENTIFIER(0x09),
    REFUSED_MANAGEMENT_BLOCKING(0x0d),
    ASP_IDENTIFIER_REQUIRED(0x0e),
    INVALID_ASP_IDENTIFIER(0x0f),
    INVALID_PARAMETER_VALUE(0x11),
    PARAMETER_FIELD_ERROR(0x12),
    UNEXPECTED_PARAMETER(0x13),
    DESTINATION_STATUS_UNKNOWN(0x14),
    INVALID_NETWORK_APPEARANCE(0x15),
    MISSING_PARAMETER(0x16),
    INVALID_ROUTING_CONTEXT(0x19),
    NO_CONFIGURED_AS_FOR_ASP(0x1a);

    private final int code;

    ErrorCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The error's name in RFC 4666, or its number where it has none. */
    static String text(long code) {
        for (ErrorCode error : values()) {
            if (error.code == code) {
                return error.toString();
            }
        }
        return "error code 0x" + Long.toHexString(code);
    }

    @Override
    public String toString() {
        String words = name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return this == REFUSED_MANAGEMENT_BLOCKING
                ? "refused - management blocking"
                : words.replace("asp", "ASP").replace(" as ", " AS ");
    }
}

package io.vmnhub.smpp;

import java.util.Objects;

/**
 * The MAP user error that a command_status becomes.
 *
 * @param name  its name in TS 29.002
 * @param cause of sm-DeliveryFailure, its name; empty for none
 */
public record MapError(String name, String cause) {

    /** No bound session. */
    public static final MapError ABSENT = new MapError("absentSubscriberSM", "");
    /** The application may have it another time. */
    public static final MapError TEMPORARY = new MapError("systemFailure", "");
    /** The application's queue is full. */
    public static final MapError MEMORY_FULL = new MapError("sm-DeliveryFailure", "memoryCapacityExceeded");
    /** The application does not want it, ever. */
    public static final MapError PROTOCOL_ERROR = new MapError("sm-DeliveryFailure", "equipmentProtocolError");
    /** The application does not know the number. */
    public static final MapError UNIDENTIFIED = new MapError("unidentifiedSubscriber", "");

    public MapError {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(cause, "cause");
    }

    /** @param text {@code systemFailure}, {@code sm-DeliveryFailure(memoryCapacityExceeded)} */
    public static MapError parse(String text) {
        int open = text.indexOf('(');
        if (open < 0) {
            return new MapError(text.strip(), "");
        }
        if (!text.endsWith(")")) {
            throw new IllegalArgumentException("'" + text + "' has no closing parenthesis");
        }
        return new MapError(text.substring(0, open).strip(), text.substring(open + 1, text.length() - 1).strip());
    }

    @Override
    public String toString() {
        return cause.isEmpty() ? name : name + "(" + cause + ")";
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A MAP user error (TS 29.002 clause 7.6.1) with its parameter, independent of the dialogue's version.
 *
 * @param code which error
 * @param cause sm-DeliveryFailure: the SM-EnumeratedDeliveryFailureCause 0..6; absentSubscriberSM: the diagnostic
 *     0..12; callBarred: 0 barring service active, 1 operator barring; otherwise empty
 * @param diagnosticInfo sm-DeliveryFailure: an SMS-DELIVER-REPORT TPDU for the sending service centre; otherwise empty
 * @param requestedRetransmissionTime absentSubscriberSM: when the service centre is asked to try again; otherwise empty
 */
public record MapUserError(
        Code code, OptionalInt cause, Optional<byte[]> diagnosticInfo, Optional<Instant> requestedRetransmissionTime) {

    public MapUserError {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(diagnosticInfo, "diagnosticInfo");
        Objects.requireNonNull(requestedRetransmissionTime, "requestedRetransmissionTime");
        cause.ifPresent(value -> {
            if (value < 0 || value > code.highestCause) {
                throw new IllegalArgumentException(
                        code.errorName + ": cause " + value + " is not within 0.." + code.highestCause);
            }
        });
    }

    /** One that asks for no time. */
    public MapUserError(Code code, OptionalInt cause, Optional<byte[]> diagnosticInfo) {
        this(code, cause, diagnosticInfo, Optional.empty());
    }

    /** The errors and their codes. */
    public enum Code {
        UNKNOWN_SUBSCRIBER(1, "unknownSubscriber", -1),
        UNIDENTIFIED_SUBSCRIBER(5, "unidentifiedSubscriber", -1),
        ABSENT_SUBSCRIBER_SM(6, "absentSubscriberSM", 12),
        ILLEGAL_SUBSCRIBER(9, "illegalSubscriber", -1),
        TELESERVICE_NOT_PROVISIONED(11, "teleserviceNotProvisioned", -1),
        ILLEGAL_EQUIPMENT(12, "illegalEquipment", -1),
        CALL_BARRED(13, "callBarred", 1),
        FACILITY_NOT_SUPPORTED(21, "facilityNotSupported", -1),
        ABSENT_SUBSCRIBER(27, "absentSubscriber", -1),
        SUBSCRIBER_BUSY_FOR_MT_SMS(31, "subscriberBusyForMT-SMS", -1),
        SM_DELIVERY_FAILURE(32, "sm-DeliveryFailure", 6),
        MESSAGE_WAITING_LIST_FULL(33, "messageWaitingListFull", -1),
        SYSTEM_FAILURE(34, "systemFailure", -1),
        DATA_MISSING(35, "dataMissing", -1),
        UNEXPECTED_DATA_VALUE(36, "unexpectedDataValue", -1);

        private final int value;
        private final String errorName;
        private final int highestCause;

        Code(int value, String errorName, int highestCause) {
            this.value = value;
            this.errorName = errorName;
            this.highestCause = highestCause;
        }

        /** The error code on the wire. */
        public int value() {
            return value;
        }

        /** The name in TS 29.002. */
        public String errorName() {
            return errorName;
        }

        /**
         * Whether a message may be refused with it. messageWaitingListFull is the HLR's own, and absentSubscriber is
         * what versions 1 and 2 say for absentSubscriberSM.
         */
        public boolean isRefusal() {
            return this != MESSAGE_WAITING_LIST_FULL && this != ABSENT_SUBSCRIBER;
        }

        public static Optional<Code> of(long value) {
            return Arrays.stream(values()).filter(code -> code.value == value).findFirst();
        }

        /**
         * The code of that name.
         *
         * @param errorName its name in TS 29.002
         */
        public static Optional<Code> named(String errorName) {
            return Arrays.stream(values())
                    .filter(code -> code.errorName.equals(errorName))
                    .findFirst();
        }
    }

    /** The causes of sm-DeliveryFailure that are proper for mobile terminated messages, by their names in TS 29.002. */
    public enum DeliveryFailureCause {
        MEMORY_CAPACITY_EXCEEDED(0, "memoryCapacityExceeded"),
        EQUIPMENT_PROTOCOL_ERROR(1, "equipmentProtocolError"),
        EQUIPMENT_NOT_SM_EQUIPPED(2, "equipmentNotSM-Equipped");

        private final int value;
        private final String causeName;

        DeliveryFailureCause(int value, String causeName) {
            this.value = value;
            this.causeName = causeName;
        }

        /** The SM-EnumeratedDeliveryFailureCause on the wire (TS 29.002 clause 17.7.6). */
        public int value() {
            return value;
        }

        /** The name in TS 29.002. */
        public String causeName() {
            return causeName;
        }

        /**
         * The cause of that name.
         *
         * @param causeName its name in TS 29.002
         */
        public static Optional<DeliveryFailureCause> named(String causeName) {
            return Arrays.stream(values())
                    .filter(cause -> cause.causeName.equals(causeName))
                    .findFirst();
        }
    }

    public static MapUserError of(Code code) {
        return new MapUserError(code, OptionalInt.empty(), Optional.empty());
    }

    public static MapUserError of(Code code, int cause) {
        return new MapUserError(code, OptionalInt.of(cause), Optional.empty());
    }

    /** The same, which asks the service centre to try again at a time. */
    public MapUserError retriedAt(Instant time) {
        return new MapUserError(code, cause, diagnosticInfo, Optional.of(time));
    }

    public static MapUserError deliveryFailure(DeliveryFailureCause cause) {
        return of(Code.SM_DELIVERY_FAILURE, cause.value());
    }

    /** What the hub answers when it cannot tell better: service centres try again. */
    public static MapUserError temporary() {
        return of(Code.SYSTEM_FAILURE);
    }

    /**
     * The error that a text names: {@code systemFailure}, {@code sm-DeliveryFailure(memoryCapacityExceeded)}.
     *
     * @param text the name and, where there is one, the cause in parentheses, by name or by number
     * @throws IllegalArgumentException names what was wrong and what is allowed
     */
    public static MapUserError parse(String text) {
        int open = text.indexOf('(');
        if (open < 0) {
            return named(text.strip(), null);
        }
        if (!text.endsWith(")")) {
            throw new IllegalArgumentException("'" + text + "' has no closing parenthesis");
        }
        return named(
                text.substring(0, open).strip(),
                text.substring(open + 1, text.length() - 1).strip());
    }

    /**
     * The error of that name.
     *
     * @param name its name in TS 29.002
     * @param cause name of an sm-DeliveryFailure cause or a number; null or empty for none
     * @throws IllegalArgumentException names what was wrong and what is allowed
     */
    public static MapUserError named(String name, String cause) {
        Code code = Code.named(name)
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is not a MAP user error; there are "
                        + Arrays.stream(Code.values()).map(Code::errorName).collect(Collectors.joining(", "))));
        if (cause == null || cause.isBlank()) {
            return code == Code.SM_DELIVERY_FAILURE
                    ? deliveryFailure(DeliveryFailureCause.EQUIPMENT_PROTOCOL_ERROR)
                    : of(code);
        }
        if (cause.matches("[0-9]{1,2}")) {
            return of(code, Integer.parseInt(cause));
        }
        DeliveryFailureCause named = DeliveryFailureCause.named(cause)
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + cause + "' is not a cause of " + name + "; there are "
                                + Arrays.stream(DeliveryFailureCause.values())
                                        .map(DeliveryFailureCause::causeName)
                                        .collect(Collectors.joining(", "))));
        if (code != Code.SM_DELIVERY_FAILURE) {
            throw new IllegalArgumentException(
                    name + " has no cause '" + cause + "'; only sm-DeliveryFailure has named causes");
        }
        return deliveryFailure(named);
    }

    /**
     * The error that says this, or the nearest to it, in a dialogue of {@code version}: version 1 and 2 know
     * absentSubscriber instead of absentSubscriberSM, version 1 neither subscriberBusyForMT-SMS nor illegalEquipment.
     *
     * @param version MAP version 1, 2 or 3
     */
    public MapUserError inVersion(int version) {
        if (version < 3 && code == Code.ABSENT_SUBSCRIBER_SM) {
            return of(Code.ABSENT_SUBSCRIBER);
        }
        if (version >= 3 && code == Code.ABSENT_SUBSCRIBER) {
            return of(Code.ABSENT_SUBSCRIBER_SM);
        }
        if (version == 1 && (code == Code.SUBSCRIBER_BUSY_FOR_MT_SMS || code == Code.ILLEGAL_EQUIPMENT)) {
            return of(Code.SYSTEM_FAILURE);
        }
        return this;
    }

    /**
     * The error with which sendRoutingInfoForSM says this: TS 29.002 clause 12.1 does not give it all of them. One that
     * it lacks becomes its nearest kin, a final error a final one and a temporary error a temporary one.
     */
    public MapUserError forSendRoutingInfoForSm() {
        return switch (code) {
            case UNIDENTIFIED_SUBSCRIBER, ILLEGAL_SUBSCRIBER, ILLEGAL_EQUIPMENT -> of(Code.CALL_BARRED);
            case SUBSCRIBER_BUSY_FOR_MT_SMS, SM_DELIVERY_FAILURE, MESSAGE_WAITING_LIST_FULL -> temporary();
            default -> this;
        };
    }

    /** As {@link #forSendRoutingInfoForSm()}, for mt-ForwardSM (TS 29.002 clause 12.9). */
    public MapUserError forMtForwardSm() {
        return switch (code) {
            case UNKNOWN_SUBSCRIBER -> of(Code.UNIDENTIFIED_SUBSCRIBER);
            case TELESERVICE_NOT_PROVISIONED, CALL_BARRED -> of(Code.ILLEGAL_SUBSCRIBER);
            case MESSAGE_WAITING_LIST_FULL -> temporary();
            default -> this;
        };
    }

    /** Whether a service centre gives the message up after it (TS 29.002 clause 17.6, TS 23.040 clause 3.3.2). */
    public boolean isFinal() {
        return switch (code) {
            case ABSENT_SUBSCRIBER_SM,
                    ABSENT_SUBSCRIBER,
                    SUBSCRIBER_BUSY_FOR_MT_SMS,
                    SYSTEM_FAILURE,
                    MESSAGE_WAITING_LIST_FULL -> false;
            case SM_DELIVERY_FAILURE -> cause.orElse(-1) != DeliveryFailureCause.MEMORY_CAPACITY_EXCEEDED.value;
            default -> true;
        };
    }

    /** The name and, where there is one, the cause in parentheses, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return cause.isPresent() ? code.errorName + "(" + causeText(cause.getAsInt()) + ")" : code.errorName;
    }

    private String causeText(int value) {
        return Arrays.stream(DeliveryFailureCause.values())
                .filter(named -> code == Code.SM_DELIVERY_FAILURE && named.value == value)
                .map(DeliveryFailureCause::causeName)
                .findFirst()
                .orElse(String.valueOf(value));
    }
}

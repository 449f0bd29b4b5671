package io.vmnhub.sms;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A MAP user error (TS 29.002 clause 7.6.1) with its parameter, independent of the dialogue's version.
 *
 * @param code       which error
 * @param cause      sm-DeliveryFailure: the SM-EnumeratedDeliveryFailureCause 0..6; absentSubscriberSM: the diagnostic 0..12;
 *                   callBarred: 0 barring service active, 1 operator barring; otherwise empty
 * @param diagnosticInfo sm-DeliveryFailure: an SMS-DELIVER-REPORT TPDU for the sending service centre; otherwise empty
 */
public record MapUserError(Code code, OptionalInt cause, Optional<byte[]> diagnosticInfo) {

    public MapUserError {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(diagnosticInfo, "diagnosticInfo");
        cause.ifPresent(value -> {
            if (value < 0 || value > code.highestCause) {
                throw new IllegalArgumentException(code.errorName + ": cause " + value + " is not within 0.." + code.highestCause);
            }
        });
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

        public static Optional<Code> of(long value) {
            return Arrays.stream(values()).filter(code -> code.value == value).findFirst();
        }
    }

    /** The causes of sm-DeliveryFailure that are proper for mobile terminated messages, by their names in TS 29.002. */
    public enum DeliveryFailureCause {
        MEMORY_CAPACITY_EXCEEDED("memoryCapacityExceeded"),
        EQUIPMENT_PROTOCOL_ERROR("equipmentProtocolError"),
        EQUIPMENT_NOT_SM_EQUIPPED("equipmentNotSM-Equipped");

        private final String causeName;

        DeliveryFailureCause(String causeName) {
            this.causeName = causeName;
        }

        public String causeName() {
            return causeName;
        }
    }

    public static MapUserError of(Code code) {
        return new MapUserError(code, OptionalInt.empty(), Optional.empty());
    }

    public static MapUserError of(Code code, int cause) {
        return new MapUserError(code, OptionalInt.of(cause), Optional.empty());
    }

    public static MapUserError deliveryFailure(DeliveryFailureCause cause) {
        return of(Code.SM_DELIVERY_FAILURE, cause.ordinal());
    }

    /** What the hub answers when it cannot tell better: service centres try again. */
    public static MapUserError temporary() {
        return of(Code.SYSTEM_FAILURE);
    }

    /**
     * The error of that name.
     *
     * @param cause name of an sm-DeliveryFailure cause or a number; null or empty for none
     * @throws IllegalArgumentException names what was wrong and what is allowed
     */
    public static MapUserError named(String name, String cause) {
        Code code = Arrays.stream(Code.values()).filter(c -> c.errorName.equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no MAP user error; there are "
                        + Arrays.stream(Code.values()).map(Code::errorName).collect(Collectors.joining(", "))));
        if (cause == null || cause.isBlank()) {
            return code == Code.SM_DELIVERY_FAILURE ? deliveryFailure(DeliveryFailureCause.EQUIPMENT_PROTOCOL_ERROR) : of(code);
        }
        if (cause.matches("[0-9]{1,2}")) {
            return of(code, Integer.parseInt(cause));
        }
        DeliveryFailureCause named = Arrays.stream(DeliveryFailureCause.values()).filter(c -> c.causeName.equals(cause)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + cause + "' is no cause of " + name + "; there are "
                        + Arrays.stream(DeliveryFailureCause.values()).map(DeliveryFailureCause::causeName)
                        .collect(Collectors.joining(", "))));
        if (code != Code.SM_DELIVERY_FAILURE) {
            throw new IllegalArgumentException(name + " has no cause '" + cause + "'; only sm-DeliveryFailure has named causes");
        }
        return deliveryFailure(named);
    }

    /**
     * The error that says this, or the nearest to it, in a dialogue of {@code version}: version 1 and 2 know absentSubscriber
     * instead of absentSubscriberSM, version 1 neither subscriberBusyForMT-SMS nor illegalEquipment.
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

    /** The name and, where there is one, the cause. */
    @Override
    public String toString() {
        return cause.isPresent() ? code.errorName + "(" + cause.getAsInt() + ")" : code.errorName;
    }
}

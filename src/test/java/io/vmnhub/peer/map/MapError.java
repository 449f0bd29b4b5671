// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.map;

import io.vmnhub.peer.wire.Tlv;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A MAP user error as it came, with the values of its parameter in whichever of its forms (TS 29.002 clauses 17.6,
 * 17.7.7).
 */
public record MapError(int code, Optional<Tlv> parameter) {

    public static final int UNKNOWN_SUBSCRIBER = 1;
    public static final int UNIDENTIFIED_SUBSCRIBER = 5;
    public static final int ABSENT_SUBSCRIBER_SM = 6;
    public static final int ILLEGAL_SUBSCRIBER = 9;
    public static final int TELESERVICE_NOT_PROVISIONED = 11;
    public static final int ILLEGAL_EQUIPMENT = 12;
    public static final int CALL_BARRED = 13;
    public static final int FACILITY_NOT_SUPPORTED = 21;
    public static final int ABSENT_SUBSCRIBER = 27;
    public static final int SUBSCRIBER_BUSY_FOR_MT_SMS = 31;
    public static final int SM_DELIVERY_FAILURE = 32;
    public static final int MESSAGE_WAITING_LIST_FULL = 33;
    public static final int SYSTEM_FAILURE = 34;
    public static final int DATA_MISSING = 35;
    public static final int UNEXPECTED_DATA_VALUE = 36;

    static final int ENUMERATED = 0x0a;
    static final int SEQUENCE = 0x30;

    public String name() {
        return switch (code) {
            case UNKNOWN_SUBSCRIBER -> "unknownSubscriber";
            case UNIDENTIFIED_SUBSCRIBER -> "unidentifiedSubscriber";
            case ABSENT_SUBSCRIBER_SM -> "absentSubscriberSM";
            case ILLEGAL_SUBSCRIBER -> "illegalSubscriber";
            case TELESERVICE_NOT_PROVISIONED -> "teleserviceNotProvisioned";
            case ILLEGAL_EQUIPMENT -> "illegalEquipment";
            case CALL_BARRED -> "callBarred";
            case FACILITY_NOT_SUPPORTED -> "facilityNotSupported";
            case ABSENT_SUBSCRIBER -> "absentSubscriber";
            case SUBSCRIBER_BUSY_FOR_MT_SMS -> "subscriberBusyForMT-SMS";
            case SM_DELIVERY_FAILURE -> "sm-DeliveryFailure";
            case MESSAGE_WAITING_LIST_FULL -> "messageWaitingListFull";
            case SYSTEM_FAILURE -> "systemFailure";
            case DATA_MISSING -> "dataMissing";
            case UNEXPECTED_DATA_VALUE -> "unexpectedDataValue";
            default -> "error " + code;
        };
    }

    /** Of unknownSubscriber, version 3: 0 imsiUnknown, 1 gprs-eps-SubscriptionUnknown, 2 npdbMismatch. */
    public OptionalInt unknownSubscriberDiagnostic() {
        return within(UNKNOWN_SUBSCRIBER, ENUMERATED);
    }

    /** Of absentSubscriberSM: AbsentSubscriberDiagnosticSM, 0 to 12. */
    public OptionalInt absentSubscriberDiagnostic() {
        return within(ABSENT_SUBSCRIBER_SM, 0x02);
    }

    /** Of absentSubscriberSM: requestedRetransmissionTime, in seconds since 1970. */
    public OptionalLong requestedRetransmissionTime() {
        return parameter
                .filter(p -> code == ABSENT_SUBSCRIBER_SM && p.tag() == SEQUENCE)
                .flatMap(p -> p.child(0x82))
                .map(t -> OptionalLong.of(
                        Integer.toUnsignedLong(ByteBuffer.wrap(t.value()).getInt()) - 2_208_988_800L))
                .orElse(OptionalLong.empty());
    }

    /** SM-EnumeratedDeliveryFailureCause, bare (version 1) or in its SEQUENCE. */
    public OptionalInt deliveryFailureCause() {
        return within(SM_DELIVERY_FAILURE, ENUMERATED);
    }

    /** diagnosticInfo of sm-DeliveryFailure: an SMS-DELIVER-REPORT TPDU. */
    public Optional<byte[]> diagnosticInfo() {
        return parameter
                .filter(p -> code == SM_DELIVERY_FAILURE && p.tag() == SEQUENCE)
                .flatMap(p -> p.child(0x04))
                .map(Tlv::value);
    }

    /** networkResource of systemFailure, bare (versions 1 and 2) or in its SEQUENCE (version 3). */
    public OptionalInt networkResource() {
        return within(SYSTEM_FAILURE, ENUMERATED);
    }

    /** callBarringCause: 0 barringServiceActive, 1 operatorBarring. */
    public OptionalInt callBarringCause() {
        return within(CALL_BARRED, ENUMERATED);
    }

    private OptionalInt within(int error, int tag) {
        if (code != error || parameter.isEmpty()) {
            return OptionalInt.empty();
        }
        Optional<Tlv> found =
                parameter.get().tag() == SEQUENCE ? parameter.get().child(tag) : parameter.filter(p -> p.tag() == tag);
        return found.map(t -> OptionalInt.of((int) t.asInteger())).orElse(OptionalInt.empty());
    }

    @Override
    public String toString() {
        return name() + parameter.map(p -> "(" + p + ")").orElse("");
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.map;

import static io.vmnhub.peer.map.MapError.*;

import io.vmnhub.peer.wire.Tlv;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which errors there are, and in which form, by version of the application context: TS 29.002 clause 17.6 for the
 * lists, 17.7.7 for the forms and the remarks on versions there.
 */
public final class ErrorRules {

    private static final Set<Integer> ALWAYS = Set.of(SYSTEM_FAILURE, DATA_MISSING, UNEXPECTED_DATA_VALUE);

    private ErrorRules() {}

    /** What is wrong with this error as an answer to this operation; nothing if it is proper. */
    public static List<String> problems(MapError error, int operation, int version) {
        List<String> problems = new ArrayList<>();
        if (!ALWAYS.contains(error.code()) && !allowed(version).contains(error.code())) {
            problems.add(error.name() + " is not an error of version " + version + " (operation " + operation + ")");
        }
        error.parameter().ifPresent(parameter -> form(error, parameter, version).ifPresent(problems::add));
        if (error.parameter().isEmpty() && error.code() == SM_DELIVERY_FAILURE) {
            problems.add("sm-DeliveryFailure without its mandatory parameter");
        }
        return problems;
    }

    /**
     * The errors of TS 29.002 that concern short messages, by version: which of them a route answers with is its own
     * choice.
     */
    private static Set<Integer> allowed(int version) {
        Set<Integer> codes = new HashSet<>(Set.of(
                UNKNOWN_SUBSCRIBER,
                UNIDENTIFIED_SUBSCRIBER,
                ILLEGAL_SUBSCRIBER,
                TELESERVICE_NOT_PROVISIONED,
                CALL_BARRED,
                FACILITY_NOT_SUPPORTED,
                SM_DELIVERY_FAILURE,
                MESSAGE_WAITING_LIST_FULL));
        codes.add(version >= 3 ? ABSENT_SUBSCRIBER_SM : ABSENT_SUBSCRIBER);
        if (version >= 2) {
            codes.addAll(Set.of(ILLEGAL_EQUIPMENT, SUBSCRIBER_BUSY_FOR_MT_SMS));
        }
        return codes;
    }

    private static Optional<String> form(MapError error, Tlv parameter, int version) {
        int tag = parameter.tag();
        boolean right = switch (error.code()) {
            case SM_DELIVERY_FAILURE ->
                version == 1
                        ? causeWithin(parameter, 6)
                        : tag == SEQUENCE
                                && parameter.children().get(0).tag() == ENUMERATED
                                && causeWithin(parameter.children().get(0), 6);
            case SYSTEM_FAILURE, CALL_BARRED -> version < 3 ? tag == ENUMERATED : tag == SEQUENCE;
            case ABSENT_SUBSCRIBER -> version == 1 ? tag == 0x01 : version >= 3 && tag == SEQUENCE;
            case ABSENT_SUBSCRIBER_SM ->
                tag == SEQUENCE && error.absentSubscriberDiagnostic().orElse(0) <= 12;
            default -> version >= 3 && tag == SEQUENCE;
        };
        return right ? Optional.empty() : Optional.of(error + " has not the form of version " + version);
    }

    private static boolean causeWithin(Tlv cause, int most) {
        return cause.tag() == ENUMERATED && cause.asInteger() >= 0 && cause.asInteger() <= most;
    }
}

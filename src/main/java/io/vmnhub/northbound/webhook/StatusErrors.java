package io.vmnhub.northbound.webhook;

import io.vmnhub.sms.NotDeliveredException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which MAP user error (TS 29.002 clause 17.6) the SMSC is told for a receiver's status: {@code 404=unknownSubscriber
 * 413=sm-DeliveryFailure/memoryCapacityExceeded}. A status that is not there leaves the hub's usual temporary error. Immutable.
 */
final class StatusErrors {

    private static final Pattern ENTRY = Pattern.compile("([3-5][0-9]{2})=([A-Za-z-]+)(?:/([A-Za-z-]+))?");
    private static final Set<String> ERRORS = Set.of("unknownSubscriber", "unidentifiedSubscriber", "absentSubscriberSM", "illegalSubscriber",
            "teleserviceNotProvisioned", "illegalEquipment", "callBarred", "facilityNotSupported", "subscriberBusyForMT-SMS",
            "sm-DeliveryFailure", "systemFailure", "dataMissing", "unexpectedDataValue");
    private static final Set<String> CAUSES = Set.of("memoryCapacityExceeded", "equipmentProtocolError", "equipmentNotSM-Equipped");

    private final Map<Integer, Answer> answers = new LinkedHashMap<>();

    private record Answer(String error, String cause) {
    }

    /** @throws IllegalArgumentException when it is not a list of entries, separated by blanks */
    StatusErrors(String text) {
        for (String entry : text.trim().split("\\s+")) {
            if (entry.isEmpty()) {
                continue;
            }
            Matcher parts = ENTRY.matcher(entry);
            if (!parts.matches() || !ERRORS.contains(parts.group(2))) {
                throw new IllegalArgumentException("webhook: errors holds '" + entry + "'; it must be status=error, the error one of "
                        + String.join(", ", ERRORS.stream().sorted().toList()));
            }
            String cause = parts.group(3) == null ? "" : parts.group(3);
            if (!cause.isEmpty() && !(parts.group(2).equals("sm-DeliveryFailure") && CAUSES.contains(cause))) {
                throw new IllegalArgumentException("webhook: errors holds '" + entry + "'; only sm-DeliveryFailure has a cause, one of "
                        + String.join(", ", CAUSES.stream().sorted().toList()));
            }
            answers.put(Integer.parseInt(parts.group(1)), new Answer(parts.group(2), cause));
        }
    }

    /** What the SMSC is told for {@code status}. @param reason for the log */
    Optional<NotDeliveredException> of(int status, String reason) {
        return Optional.ofNullable(answers.get(status)).map(answer -> new NotDeliveredException(answer.error(), answer.cause(), reason));
    }
}

package io.vmnhub.http;

import io.vmnhub.sms.NotDeliveredException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which MAP user error (TS 29.002 clause 17.6) the SMSC is told for what a receiver answers: {@code 404=unknownSubscriber
 * 413=sm-DeliveryFailure/memoryCapacityExceeded}. What is not there leaves the hub's usual temporary error. Immutable.
 */
public final class ErrorTable {

    private static final Pattern ENTRY = Pattern.compile("([^=]+)=([A-Za-z-]+)(?:/([A-Za-z-]+))?");
    private static final Set<String> ERRORS = Set.of("unknownSubscriber", "unidentifiedSubscriber", "absentSubscriberSM", "illegalSubscriber",
            "teleserviceNotProvisioned", "illegalEquipment", "callBarred", "facilityNotSupported", "subscriberBusyForMT-SMS",
            "sm-DeliveryFailure", "systemFailure", "dataMissing", "unexpectedDataValue");
    private static final Set<String> CAUSES = Set.of("memoryCapacityExceeded", "equipmentProtocolError", "equipmentNotSM-Equipped");

    private final Map<String, Answer> answers = new LinkedHashMap<>();

    private record Answer(String error, String cause) {
    }

    /**
     * @param property the property that holds the text, for the refusal, such as {@code webhook: errors}
     * @param key      what an entry is for, for the refusal, such as {@code status}
     * @param keys     what keys look like
     * @throws IllegalArgumentException when the text is not a list of entries, separated by blanks
     */
    public ErrorTable(String property, String key, Pattern keys, String text) {
        for (String entry : text.trim().split("\\s+")) {
            if (entry.isEmpty()) {
                continue;
            }
            Matcher parts = ENTRY.matcher(entry);
            if (!parts.matches() || !keys.matcher(parts.group(1)).matches() || !ERRORS.contains(parts.group(2))) {
                throw new IllegalArgumentException(property + " holds '" + entry + "'; it must be " + key + "=error, the error one of "
                        + String.join(", ", ERRORS.stream().sorted().toList()));
            }
            String cause = parts.group(3) == null ? "" : parts.group(3);
            if (!cause.isEmpty() && !(parts.group(2).equals("sm-DeliveryFailure") && CAUSES.contains(cause))) {
                throw new IllegalArgumentException(property + " holds '" + entry + "'; only sm-DeliveryFailure has a cause, one of "
                        + String.join(", ", CAUSES.stream().sorted().toList()));
            }
            answers.put(parts.group(1), new Answer(parts.group(2), cause));
        }
    }

    /** What the SMSC is told for {@code key}. @param reason for the log */
    public Optional<NotDeliveredException> of(String key, String reason) {
        return Optional.ofNullable(answers.get(key)).map(answer -> new NotDeliveredException(answer.error(), answer.cause(), reason));
    }
}

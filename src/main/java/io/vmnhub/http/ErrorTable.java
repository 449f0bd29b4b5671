// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.sms.MapUserError.DeliveryFailureCause;
import io.vmnhub.sms.MapUserErrorException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which MAP user error (TS 29.002 clause 17.6) the SMSC is told for what a receiver answers:
 * {@code 404=unknownSubscriber 413=sm-DeliveryFailure/memoryCapacityExceeded}. What is not there leaves the hub's usual
 * temporary error. Immutable.
 */
public final class ErrorTable {

    private static final Pattern ENTRY = Pattern.compile("([^=]+)=([A-Za-z-]+)(?:/([A-Za-z-]+))?");
    private static final Pattern STATUS = Pattern.compile("[3-5][0-9]{2}");
    private final Map<String, MapUserError> errors = new LinkedHashMap<>();

    /**
     * @param property the property that holds the text, for the refusal, such as {@code webhook: errors}
     * @param key what an entry is for, for the refusal, such as {@code status}
     * @param keys what keys look like
     * @throws IllegalArgumentException when the text is not a list of entries, separated by blanks
     */
    public ErrorTable(String property, String key, Pattern keys, String text) {
        for (String entry : text.trim().split("\\s+")) {
            if (entry.isEmpty()) {
                continue;
            }
            Matcher parts = ENTRY.matcher(entry);
            Optional<Code> code =
                    parts.matches() && keys.matcher(parts.group(1)).matches()
                            ? Code.named(parts.group(2)).filter(Code::isRefusal)
                            : Optional.empty();
            if (code.isEmpty()) {
                throw new IllegalArgumentException(
                        property + " holds '" + entry + "'; it must be " + key + "=error, the error one of "
                                + Arrays.stream(Code.values())
                                        .filter(Code::isRefusal)
                                        .map(Code::errorName)
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
            }
            String cause = parts.group(3);
            if (cause != null
                    && (code.get() != Code.SM_DELIVERY_FAILURE
                            || DeliveryFailureCause.named(cause).isEmpty())) {
                throw new IllegalArgumentException(
                        property + " holds '" + entry + "'; only sm-DeliveryFailure has a cause, one of "
                                + Arrays.stream(DeliveryFailureCause.values())
                                        .map(DeliveryFailureCause::causeName)
                                        .sorted()
                                        .collect(Collectors.joining(", ")));
            }
            errors.put(parts.group(1), MapUserError.named(parts.group(2), cause));
        }
    }

    /** One whose keys are HTTP statuses. */
    public static ErrorTable ofStatuses(String property, String text) {
        return new ErrorTable(property, "status", STATUS, text);
    }

    /** One without entries. */
    public static ErrorTable none() {
        return ofStatuses("errors", "");
    }

    /** As {@link #of(String, String)}, for an HTTP status. */
    public Optional<MapUserErrorException> of(int status, String reason) {
        return of(String.valueOf(status), reason);
    }

    /**
     * What the SMSC is told for {@code key}.
     *
     * @param reason for the log
     */
    public Optional<MapUserErrorException> of(String key, String reason) {
        return Optional.ofNullable(errors.get(key)).map(error -> new MapUserErrorException(error, reason));
    }
}

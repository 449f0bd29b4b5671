// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.log;

import io.vmnhub.sms.MapUserErrorException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A failure in words, for a log line, a record or a dead letter. Messages of others than the hub's own exceptions may
 * hold what a subscriber wrote, so they stay out, and what kind of failure it is stands for them. The platform's own
 * network exceptions name hosts and ports only.
 */
public final class FailureReason {

    private static final Set<String> NETWORK = Set.of("java.net", "java.nio.channels", "javax.net.ssl");
    private static final Pattern SUFFIX = Pattern.compile("(Runtime)?(Exception|Error)$");
    private static final Pattern WORD = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    private FailureReason() {}

    public static String of(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            if (cause instanceof MapUserErrorException refusal) {
                return refusal.reason();
            }
            if (cause instanceof ReasonedFailure && cause.getMessage() != null) {
                return cause.getMessage();
            }
            root = cause;
        }
        String first = kind(failure);
        String last = kind(root);
        return root == failure || last.equals(first) ? last : first + ", because of " + last;
    }

    private static String kind(Throwable failure) {
        String name = failure.getClass().getSimpleName().isEmpty()
                ? failure.getClass().getSuperclass().getSimpleName()
                : failure.getClass().getSimpleName();
        String words = WORD.matcher(SUFFIX.matcher(name).replaceFirst(""))
                .replaceAll(" ")
                .toLowerCase(Locale.ROOT)
                .strip();
        if (failure instanceof SQLException sql) {
            return (words.isEmpty() ? "database failure" : words + " failure") + " (SQLSTATE " + sql.getSQLState()
                    + ")";
        }
        if (NETWORK.contains(failure.getClass().getPackageName()) && failure.getMessage() != null) {
            return words + " failure (" + failure.getMessage() + ")";
        }
        return words.isEmpty() ? "failure" : words + " failure";
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads {@code Retry-After} (RFC 9110 clause 10.2.3): seconds, or a date. */
public final class RetryAfter {

    private RetryAfter() {}

    /** Nonsense counts as not said. */
    public static Optional<Duration> of(MultiMap headers) {
        String text = headers.get("Retry-After");
        if (text == null) {
            return Optional.empty();
        }
        try {
            Duration pause = text.trim().matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text.trim()))
                    : Duration.between(
                            Instant.now(), ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME));
            return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

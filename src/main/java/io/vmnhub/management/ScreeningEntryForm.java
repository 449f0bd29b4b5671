// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.screening.Colour;
import io.vmnhub.screening.DigitPattern;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * An entry of an SMSC list as an operator writes it in JSON: {@code colour} and {@code address}, and if wanted
 * {@code comment} and {@code expires}.
 *
 * @param colour never {@link Colour#UNLISTED}
 */
record ScreeningEntryForm(Colour colour, DigitPattern address, String comment, Optional<Instant> expires) {

    private static final List<String> MEMBERS = List.of("colour", "address", "comment", "expires");
    private static final int LONGEST = 200;

    /** @throws ProblemException 400, names the member that is wrong */
    static ScreeningEntryForm of(JsonNode body) {
        if (!body.isObject()) {
            throw ProblemException.of(400, "the body must be a JSON object with colour and address");
        }
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!MEMBERS.contains(name)) {
                throw ProblemException.invalid(
                        name, "there is no such member; an entry has " + String.join(", ", MEMBERS));
            }
        }
        return new ScreeningEntryForm(
                colour(text(body, "colour")),
                address(text(body, "address")),
                comment(text(body, "comment")),
                expires(text(body, "expires")));
    }

    /** @throws ProblemException 400, says what an address is */
    static DigitPattern address(String text) {
        try {
            return DigitPattern.parse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("address", e.getMessage());
        }
    }

    /** Missing is empty. */
    private static String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isTextual() || value.textValue().length() > LONGEST) {
            throw ProblemException.invalid(name, name + " must be a text of at most " + LONGEST + " characters");
        }
        return value.textValue().strip();
    }

    private static Colour colour(String word) {
        return Arrays.stream(Colour.values())
                .filter(colour -> colour != Colour.UNLISTED && colour.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid("colour", "colour must be black, gray or white"));
    }

    /** It becomes part of a line of a file in UTF-8. */
    private static String comment(String text) {
        if (text.chars().anyMatch(Character::isISOControl)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw ProblemException.invalid("comment", "comment must be one line without control characters");
        }
        return text;
    }

    private static Optional<Instant> expires(String text) {
        return text.isEmpty()
                ? Optional.empty()
                : time(text).filter(time -> time.isAfter(Instant.now())).or(() -> {
                    throw ProblemException.invalid(
                            "expires",
                            "expires must be a day such as 2027-01-31 or a time such as 2027-01-31T12:00:00Z, "
                                    + "and not be over yet");
                });
    }

    /** Of years with four digits; what is far beyond cannot be counted in milliseconds. Empty when it is no time. */
    private static Optional<Instant> time(String text) {
        if (!text.matches("[0-9]{4}-.*")) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

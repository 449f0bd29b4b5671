// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A body of the integrator's own. <code>${from}</code> becomes a field of the message's JSON form, <code>
 * ${concatenation.total}</code> one inside another, <code>${application}</code> the application; what is not there
 * becomes nothing. Values are {@linkplain ValueEscaping escaped} as the content type demands, so that no message can
 * break out of its place. <code>${json:text}</code> is the field's whole JSON value, quotes included; <code>${raw:text}
 * </code> is not escaped. Immutable and thread-safe.
 */
final class MessageTemplate {

    private static final Pattern FIELD = Pattern.compile("\\$\\{(json:|raw:)?([A-Za-z.]+)}");

    /** Text of the template, and the value that follows it. */
    private record Piece(String text, String field, boolean json, UnaryOperator<String> escaping) {}

    private final List<Piece> pieces = new ArrayList<>();
    private final String rest;

    /**
     * @throws IllegalArgumentException when the template names what is not among {@code known}, or has values that
     *     cannot be kept in their place
     */
    MessageTemplate(String template, String contentType, Set<String> known) {
        Optional<ValueEscaping> escaping = ValueEscaping.of(contentType);
        Matcher fields = FIELD.matcher(template);
        int position = 0;
        while (fields.find()) {
            if (!known.contains(fields.group(2).split("\\.")[0])) {
                throw new IllegalArgumentException("the template names ${" + fields.group(2) + "}; there are "
                        + String.join(", ", known.stream().sorted().toList()));
            }
            boolean json = "json:".equals(fields.group(1));
            boolean asIs = "raw:".equals(fields.group(1))
                    || json && escaping.filter(ValueEscaping.JSON::equals).isPresent();
            pieces.add(new Piece(
                    template.substring(position, fields.start()),
                    "/" + fields.group(2).replace('.', '/'),
                    json,
                    asIs ? UnaryOperator.identity() : escaping(escaping, contentType, template, fields)));
            position = fields.end();
        }
        rest = template.substring(position);
    }

    private static UnaryOperator<String> escaping(
            Optional<ValueEscaping> escaping, String contentType, String template, Matcher field) {
        ValueEscaping known = escaping.orElseThrow(() -> new IllegalArgumentException(
                "the template has " + field.group() + ", and how values are kept " + "in their place in " + contentType
                        + " is not known: with ${raw:" + field.group(2) + "} it is put in as the sender wrote it"));
        if (known == ValueEscaping.CSV) {
            CsvPlace place = CsvPlace.of(template, field.start(), field.end());
            return place::of;
        }
        return known::escape;
    }

    String fill(JsonNode message) {
        StringBuilder filled = new StringBuilder();
        for (Piece piece : pieces) {
            JsonNode value = message.at(piece.field());
            filled.append(piece.text()).append(piece.escaping().apply(piece.json() ? json(value) : plain(value)));
        }
        return filled.append(rest).toString();
    }

    private static String json(JsonNode value) {
        return value.isMissingNode() ? "null" : value.toString();
    }

    private static String plain(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "" : value.isValueNode() ? value.asText() : value.toString();
    }
}

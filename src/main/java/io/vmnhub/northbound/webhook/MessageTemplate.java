package io.vmnhub.northbound.webhook;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.sms.XmlText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A body of the integrator's own. <code>${from}</code> becomes a field of the message's JSON form, <code>${concatenation.total}</code> one
 * inside another, <code>${application}</code> the application; what is not there becomes nothing. Values are escaped as the content
 * type demands (JSON, XML, form), so that no message can break out of its place. <code>${json:text}</code> is the field's whole JSON
 * value, quotes included. Immutable and thread-safe.
 */
final class MessageTemplate {

    private static final Pattern FIELD = Pattern.compile("\\$\\{(json:)?([A-Za-z.]+)}");

    private final String template;
    private final String contentType;

    /** @throws IllegalArgumentException when the template names a field that is not among {@code known} */
    MessageTemplate(String template, String contentType, Set<String> known) {
        this.template = template;
        this.contentType = contentType.toLowerCase(Locale.ROOT);
        Matcher fields = FIELD.matcher(template);
        while (fields.find()) {
            if (!known.contains(fields.group(2).split("\\.")[0])) {
                throw new IllegalArgumentException("the template names ${" + fields.group(2) + "}; there are " + String.join(", ",
                        known.stream().sorted().toList()));
            }
        }
    }

    String fill(JsonNode message) {
        StringBuilder filled = new StringBuilder();
        Matcher fields = FIELD.matcher(template);
        while (fields.find()) {
            JsonNode value = message.at("/" + fields.group(2).replace('.', '/'));
            fields.appendReplacement(filled, Matcher.quoteReplacement(fields.group(1) != null ? json(value) : escaped(plain(value))));
        }
        return fields.appendTail(filled).toString();
    }

    private static String json(JsonNode value) {
        return value.isMissingNode() ? "null" : value.toString();
    }

    private static String plain(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "" : value.isValueNode() ? value.asText() : value.toString();
    }

    private String escaped(String value) {
        if (contentType.contains("json")) {
            return new String(JsonStringEncoder.getInstance().quoteAsString(value));
        }
        if (contentType.contains("xml") || contentType.contains("html")) {
            return xml(value);
        }
        return contentType.contains("x-www-form-urlencoded") ? URLEncoder.encode(value, StandardCharsets.UTF_8) : value;
    }

    /** A carriage return must be a reference, or the receiver's parser makes it a line feed. */
    private static String xml(String value) {
        StringBuilder xml = new StringBuilder();
        XmlText.of(value).chars().forEach(c -> {
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append("&quot;");
                case '\'' -> xml.append("&#39;");
                case '\r' -> xml.append("&#13;");
                default -> xml.append((char) c);
            }
        });
        return xml.toString();
    }
}

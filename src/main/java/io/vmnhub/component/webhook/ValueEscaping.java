// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.vmnhub.sms.XmlText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** How a value is written so that it cannot leave its place in a body of some content type. */
enum ValueEscaping {

    /** Inside the quotes of a string. */
    JSON {
        @Override
        String escape(String value) {
            return new String(JsonStringEncoder.getInstance().quoteAsString(value));
        }
    },

    /**
     * In text or inside the quotes of an attribute. A carriage return must be a reference, or the receiver's parser
     * makes it a line feed.
     */
    XML {
        @Override
        String escape(String value) {
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
    },

    /** {@code application/x-www-form-urlencoded}. */
    FORM {
        @Override
        String escape(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8);
        }
    },

    /** Inside the quotes of a field of RFC 4180. */
    CSV {
        @Override
        String escape(String value) {
            return value.replace('\0', '\uFFFD').replace("\"", "\"\"");
        }
    },

    /** On its line: what ends a line or controls a terminal becomes a blank. */
    PLAIN {
        @Override
        String escape(String value) {
            return value.replaceAll("\\R|[\\p{Cntrl}\\u2028\\u2029]", " ");
        }
    };

    abstract String escape(String value);

    /** Empty for a content type of which nobody here knows how values can be kept in their place. */
    static Optional<ValueEscaping> of(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        if (type.contains("json")) {
            return Optional.of(JSON);
        }
        if (type.contains("xml") || type.contains("html")) {
            return Optional.of(XML);
        }
        return switch (type) {
            case "application/x-www-form-urlencoded" -> Optional.of(FORM);
            case "text/csv" -> Optional.of(CSV);
            case "text/plain" -> Optional.of(PLAIN);
            default -> Optional.empty();
        };
    }
}

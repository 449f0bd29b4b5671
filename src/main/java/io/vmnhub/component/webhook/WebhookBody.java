// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.sms.MessageKind;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.StatusReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** Writes messages in one of the formats. Immutable and thread-safe. */
final class WebhookBody {

    private static final String RECEIVED = "sms.received";
    private static final String STATUS_REPORT = "sms.status-report";
    private static final String CLOUD_EVENT_TYPE = "io.vmnhub.";

    private final ObjectMapper mapper = ShortMessageModule.objectMapper();
    private final WebhookFormat format;
    private final String source;
    private final MessageTemplate template;

    /**
     * @param source the CloudEvents source
     * @param template null but for {@link WebhookFormat#TEMPLATE}
     */
    WebhookBody(WebhookFormat format, String source, MessageTemplate template) {
        this.format = format;
        this.source = source;
        this.template = template;
    }

    /** What a template may name: the fields of the JSON form and the application. */
    static Set<String> fields() {
        try (InputStream schema = ShortMessageModule.class.getResourceAsStream(ShortMessageModule.SCHEMA)) {
            Set<String> names = new TreeSet<>(Set.of("application"));
            new ObjectMapper().readTree(schema).path("properties").fieldNames().forEachRemaining(names::add);
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException("the message's schema cannot be read", e);
        }
    }

    /** @param application the owner of the number; empty when it is not known */
    byte[] of(ShortMessage message, String application) throws JsonProcessingException {
        return switch (format) {
            case MESSAGE -> mapper.writeValueAsBytes(message);
            case EVENT -> mapper.writeValueAsBytes(event(message));
            case CLOUDEVENTS -> mapper.writeValueAsBytes(cloudEvent(message));
            case FORM -> form(message).getBytes(StandardCharsets.UTF_8);
            case TEMPLATE ->
                template.fill(((ObjectNode) json(message)).put("application", application))
                        .getBytes(StandardCharsets.UTF_8);
        };
    }

    private JsonNode event(ShortMessage message) {
        return mapper.createObjectNode()
                .put("type", type(message))
                .put("timestamp", message.receivedAt().toString())
                .set("data", json(message));
    }

    private JsonNode cloudEvent(ShortMessage message) {
        JsonNode data = json(message);
        return mapper.createObjectNode()
                .put("specversion", "1.0")
                .put("id", message.identity().toString())
                .put("source", source)
                .put("type", CLOUD_EVENT_TYPE + type(message))
                .put("subject", data.path("to").asText())
                .put("time", message.receivedAt().toString())
                .put("datacontenttype", "application/json")
                .set("data", data);
    }

    private static String type(ShortMessage message) {
        return message.kind() == MessageKind.STATUS_REPORT ? STATUS_REPORT : RECEIVED;
    }

    private String form(ShortMessage message) {
        JsonNode json = json(message);
        String fields = field("MessageSid", message.identity().toString()) + "&"
                + field("From", json.path("from").asText()) + "&"
                + field("To", json.path("to").asText()) + "&"
                + field(
                        "Body",
                        json.path("text").isNull() ? "" : json.path("text").asText());
        if (message.statusReport().isPresent()) {
            StatusReport report = message.statusReport().get();
            return fields + "&" + field("Kind", message.kind().word()) + "&"
                    + field("MessageReference", String.valueOf(report.messageReference())) + "&"
                    + field("Status", String.valueOf(report.status())) + "&"
                    + field("Outcome", report.outcome().word());
        }
        return json.path("text").isNull()
                ? fields + "&" + field("UserData", json.path("userData").asText())
                : fields;
    }

    private static String field(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private JsonNode json(ShortMessage message) {
        return mapper.valueToTree(message);
    }
}

package io.vmnhub.northbound;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Holds every message that a test's web server gets against the JSON Schema. A server's own thread fails no test, so what is wrong
 * is kept until the server is closed.
 */
public final class DeliveredJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(ShortMessageModule.class.getResourceAsStream(ShortMessageModule.SCHEMA));

    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    /** Notes a body that has the fields of a short message and does not keep to its schema; other bodies are none of its business. */
    public void note(String body) {
        if (body.stripLeading().startsWith("{")) {
            try {
                note(JSON.readTree(body));
            } catch (JsonProcessingException e) {
                wrong.add("no JSON: " + body);
            }
        }
    }

    /** Likewise. */
    public void note(JsonNode body) {
        if (body.has("fromType") && body.has("userData")) {
            violations(body).forEach(violation -> wrong.add(violation + " in " + body));
        }
    }

    /** What the schema does not allow in {@code message}. */
    public static List<String> violations(JsonNode message) {
        return SCHEMA.validate(message, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true)).stream()
                .map(Object::toString).toList();
    }

    /** Fails when a message did not keep to the schema. */
    public void assertKept() {
        if (!wrong.isEmpty()) {
            throw new AssertionError("delivered messages that are not of short-message.schema.json: " + String.join("\n  ", new ArrayList<>(wrong)));
        }
    }
}

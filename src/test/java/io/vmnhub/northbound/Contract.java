package io.vmnhub.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SpecVersion;
import java.net.http.HttpResponse;
import java.util.List;

/** Holds answers against an OpenAPI document. */
public final class Contract {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012, builder -> builder.metaSchema(
            JsonMetaSchema.builder(JsonMetaSchema.getV202012()).keywords(List.of(new NonValidationKeyword("components"))).build()));

    private final ObjectNode document;

    public Contract(String resource) throws Exception {
        document = (ObjectNode) JSON.readTree(Contract.class.getResourceAsStream(resource));
    }

    /** The answer's status, content type and body are what the document says. @return the body */
    public JsonNode keptBy(HttpResponse<String> answer, String path, String method) throws Exception {
        JsonNode described = resolved(document.path("paths").path(path).path(method).path("responses").path("" + answer.statusCode()));
        assertThat(described.isObject()).as("%s %s may answer %s", method, path, answer.statusCode()).isTrue();
        if (!described.has("content")) {
            assertThat(answer.body()).isEmpty();
            return null;
        }
        String type = answer.headers().firstValue("Content-Type").orElse("");
        JsonNode schema = described.path("content").path(type).path("schema");
        assertThat(schema.isObject()).as("content type %s", type).isTrue();
        JsonNode body = JSON.readTree(answer.body());
        kept(body, schema);
        return body;
    }

    /** JSON that is part of something else is what the document's schema {@code name} says. */
    public void keptBy(JsonNode part, String name) {
        kept(part, JSON.createObjectNode().put("$ref", "#/components/schemas/" + name));
    }

    private void kept(JsonNode body, JsonNode schema) {
        ObjectNode whole = JSON.createObjectNode();
        whole.set("components", document.path("components"));
        whole.set("allOf", JSON.createArrayNode().add(schema));
        assertThat(SCHEMAS.getSchema(whole).validate(body)).isEmpty();
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }
}

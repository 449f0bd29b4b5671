// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** The JSON Schema (draft 2020-12) of one configuration file. Immutable and thread-safe. */
final class FileSchema {

    private final JsonNode document;
    private final JsonSchema schema;

    private FileSchema(JsonNode document) {
        this.document = document;
        JsonMetaSchema withMessagesForEditors = JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                .keywords(List.of(
                        new NonValidationKeyword("patternErrorMessage"), new NonValidationKeyword("errorMessage")))
                .build();
        this.schema = JsonSchemaFactory.getInstance(
                        SpecVersion.VersionFlag.V202012, builder -> builder.metaSchema(withMessagesForEditors))
                .getSchema(
                        document,
                        SchemaValidatorsConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .build());
    }

    /** @param name of a file {@code <name>.schema.json} in {@code config/schema} */
    static FileSchema named(String name) {
        String file = name + ".schema.json";
        try (InputStream in = FileSchema.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the schema " + file + " is not on the class path");
            }
            return new FileSchema(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("the schema " + file + " cannot be read", e);
        }
    }

    /** Tells everything that is wrong in a file, and gives its content with each value as the schema wants it. */
    JsonNode check(YamlFile file, Problems problems) {
        JsonNode content = typed(file.root(), document);
        Set<ValidationMessage> violations = schema.validate(content);
        SchemaSentences sentences = new SchemaSentences(document, file.root(), problems);
        violations.forEach(sentences::report);
        return content;
    }

    JsonNode document() {
        return document;
    }

    private JsonNode typed(YamlNode node, JsonNode rule) {
        JsonNode resolved = resolved(rule);
        if (node instanceof YamlNode.Mapping mapping) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            JsonNode properties = resolved.path("properties");
            JsonNode others = resolved.path("additionalProperties");
            mapping.entries()
                    .forEach((key, entry) ->
                            object.set(key, typed(entry.value(), properties.has(key) ? properties.get(key) : others)));
            return object;
        }
        if (node instanceof YamlNode.Sequence sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            sequence.items().forEach(item -> array.add(typed(item, resolved.path("items"))));
            return array;
        }
        return typed((YamlNode.Scalar) node, resolved.path("type"));
    }

    /** As the first of the schema's types that fits; see the {@code $comment} in ss7.schema.json. */
    private static JsonNode typed(YamlNode.Scalar scalar, JsonNode types) {
        JsonNode read = scalar.json();
        if (read.isNull()) {
            return read;
        }
        for (JsonNode type :
                types.isArray() ? types : JsonNodeFactory.instance.arrayNode().add(types)) {
            switch (type.asText()) {
                case "string" -> {
                    return JsonNodeFactory.instance.textNode(scalar.text());
                }
                case "integer" -> {
                    if (read.isIntegralNumber()) {
                        return read;
                    }
                }
                case "boolean" -> {
                    if (read.isBoolean()) {
                        return read;
                    }
                }
                default -> {}
            }
        }
        return read;
    }

    private JsonNode resolved(JsonNode rule) {
        JsonNode resolved = rule;
        while (resolved.has("$ref")) {
            resolved = document.at(resolved.get("$ref").asText().substring(1));
        }
        return resolved;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.config.YamlFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One Kamelet of the catalogue: its definition and its text. */
public record CatalogueKamelet(YamlFile file, String text) {

    private static final Pattern STEPS =
            Pattern.compile("(?m)^( *)uri: *\"?kamelet:source\"? *\\R\\1steps: *\\R( *)- ");

    private static final String SCHEMA = "# yaml-language-server: $schema=../config/schema/kamelet.schema.json\n";

    private static final String BODY_STEP = """
            - filter:                                  # added by vmn-hub: a message goes out as JSON
                simple: "${body} is 'io.vmnhub.sms.ShortMessage'"
                steps:
                  - marshal:
                      json: {}
                  - convertBodyTo:
                      type: String
                      charset: UTF-8
            """;

    public String name() {
        return file.json().at("/metadata/name").asText();
    }

    public String title() {
        return definition().path("title").asText();
    }

    public String description() {
        return definition().path("description").asText().strip();
    }

    private JsonNode definition() {
        return file.json().at("/spec/definition");
    }

    /** Its properties with their descriptions; those that must be given first. */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        Set<String> required = new LinkedHashSet<>();
        definition().path("required").forEach(name -> required.add(name.asText()));
        required.forEach(name -> properties.put(name, "required; " + description(name)));
        definition().path("properties").fieldNames().forEachRemaining(name -> {
            JsonNode given = definition().at("/properties").path(name).path("default");
            properties.putIfAbsent(
                    name, (given.isMissingNode() ? "" : "default " + given.asText() + "; ") + description(name));
        });
        return properties;
    }

    private String description(String property) {
        return definition()
                .at("/properties")
                .path(property)
                .path("description")
                .asText()
                .strip();
    }

    /**
     * The artifacts that it needs.
     *
     * @param camelVersion of {@code camel:…}
     * @throws ConnectorException when one is written in a form that is not known
     */
    public List<String> artifacts(String camelVersion) throws ConnectorException {
        List<String> artifacts = new ArrayList<>();
        for (JsonNode dependency : file.json().at("/spec/dependencies")) {
            String text = dependency.asText();
            if (text.equals("camel:core")) {
                continue; // all of Camel's basic components; the hub has those that it uses
            }
            if (text.startsWith("camel:")) {
                artifacts.add("org.apache.camel:camel-" + text.substring("camel:".length()) + ":" + camelVersion);
            } else if (text.startsWith("mvn:")) {
                String[] parts = text.substring("mvn:".length()).split(":");
                if (parts.length != 3) {
                    throw new ConnectorException(name() + ": needs " + text + ", which is no group:artifact:version");
                }
                artifacts.add(String.join(":", parts));
            } else {
                throw new ConnectorException(name() + ": needs " + text + "; only camel: and mvn: can be fetched");
            }
        }
        return artifacts;
    }

    /**
     * Its file as the hub has it: under {@code as}, with the options that make it safe, and a sink sends a message that
     * no step has replaced as JSON.
     */
    String installed(String as) {
        return SCHEMA + withBodyStep(new SafeOptions().apply(name(), renamed(as)));
    }

    private String renamed(String as) {
        return text.replaceFirst("(?m)^(  name: *)\"?" + Pattern.quote(name()) + "\"? *$", "$1" + as);
    }

    private String withBodyStep(String kamelet) {
        Matcher steps = STEPS.matcher(kamelet);
        if (!name().endsWith("-sink") || !steps.find()) {
            return kamelet;
        }
        int first = steps.end() - 2 - steps.group(2).length();
        return kamelet.substring(0, first) + BODY_STEP.indent(steps.group(2).length()) + kamelet.substring(first);
    }
}

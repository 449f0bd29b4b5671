// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.config.Finding;
import io.vmnhub.config.YamlFile;
import io.vmnhub.config.YamlSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A Kamelet's file, by the schema of the Kamelet CRD and by what the hub needs.
 *
 * @param name as the file is called
 * @param parameters empty when the definition is too wrong to tell
 */
record KameletDefinition(String name, Optional<KameletParameters> parameters, List<Finding> findings) {

    private static final String SUFFIX = ".kamelet.yaml";
    private static final String DEFINITION = "/spec/definition";
    private static final String PROPERTIES = DEFINITION + "/properties";

    /** Names that Camel's kamelet: endpoint takes for itself: a Kamelet's property of that name would never be set. */
    private static final Set<String> TAKEN_BY_CAMEL = Set.of(
            "block",
            "bridgeErrorHandler",
            "exceptionHandler",
            "exchangePattern",
            "failIfNoConsumers",
            "lazyStartProducer",
            "location",
            "noErrorHandler",
            "routeId",
            "templateId",
            "timeout",
            "uuid");

    static KameletDefinition of(YamlFile file) {
        String name = file.path().getFileName().toString().replace(SUFFIX, "");
        List<Finding> findings = new ArrayList<>(YamlSyntax.kamelet(file));
        String given = file.json().at("/metadata/name").asText("");
        if (!given.isEmpty() && !given.equals(name)) {
            findings.add(file.error(
                    "/metadata/name",
                    "metadata.name is '" + given + "'; it must be '" + name + "', as the file is called"));
        }
        JsonNode properties = file.json().at(PROPERTIES);
        properties.fieldNames().forEachRemaining(property -> {
            if (TAKEN_BY_CAMEL.contains(property)) {
                findings.add(file.error(
                        YamlFile.pointer(PROPERTIES, property),
                        "property " + property + " must have another name: Camel's kamelet: endpoint takes this one "
                                + "for itself"));
            }
        });
        JsonNode required = file.json().at(DEFINITION + "/required");
        for (int i = 0; i < required.size(); i++) {
            if (!properties.has(required.get(i).asText())) {
                findings.add(file.error(
                        DEFINITION + "/required/" + i,
                        "required property " + required.get(i).asText() + " is not defined"));
            }
        }
        Optional<KameletParameters> parameters = patterns(file, properties, findings)
                ? Optional.of(KameletParameters.of(name, file.json().at(DEFINITION)))
                : Optional.empty();
        parameters.ifPresent(known -> defaults(file, properties, known, findings));
        return new KameletDefinition(name, parameters, findings);
    }

    private static boolean patterns(YamlFile file, JsonNode properties, List<Finding> findings) {
        int before = findings.size();
        properties.properties().forEach(property -> {
            try {
                Pattern.compile(property.getValue().path("pattern").asText(""));
            } catch (PatternSyntaxException e) {
                findings.add(file.error(
                        YamlFile.pointer(PROPERTIES, property.getKey()) + "/pattern",
                        "the pattern of property " + property.getKey() + " is not a regular expression: "
                                + e.getDescription()));
            }
        });
        return before == findings.size();
    }

    private static void defaults(
            YamlFile file, JsonNode properties, KameletParameters parameters, List<Finding> findings) {
        properties.properties().forEach(property -> {
            String value = property.getValue().path("default").asText("");
            if (!value.isEmpty()) {
                parameters
                        .problems(Map.of(property.getKey(), value))
                        .forEach((name, problem) -> findings.add(file.error(
                                YamlFile.pointer(PROPERTIES, name) + "/default", "the default of " + problem)));
            }
        });
    }
}

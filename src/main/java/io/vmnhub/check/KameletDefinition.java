// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What a Kamelet's file says of its name and its properties. */
record KameletDefinition(String name, Map<String, KameletProperty> properties, List<String> required) {

    private static final String SUFFIX = ".kamelet.yaml";
    private static final String TYPE_LABEL = "camel.apache.org/kamelet.type";
    private static final Set<String> KAMELET_TYPES = Set.of("source", "sink", "action");

    /** Names that Camel's kamelet: endpoint takes for itself: a Kamelet's property of that name would never be set. */
    static final Set<String> TAKEN_BY_CAMEL = Set.of(
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

    /**
     * Reads a Kamelet; what is wrong with it is noted in {@code file}. Empty when the file is not YAML or has no name.
     */
    static Optional<KameletDefinition> of(KameletYaml file) {
        if (file.documents().size() != 1) {
            if (!file.documents().isEmpty()) {
                file.found(file.documents().get(1), "a Kamelet's file has one document");
            }
            return Optional.empty();
        }
        Node root = file.documents().get(0);
        String expected = file.path().getFileName().toString().replace(SUFFIX, "");
        Optional<Node> nameNode = KameletYaml.at(root, "metadata", "name");
        String name = nameNode.flatMap(KameletYaml::text).orElse("");
        if (!name.equals(expected)) {
            file.found(
                    nameNode.orElse(root),
                    "metadata.name is '" + name + "'; it must be '" + expected + "', as the file is called");
        }
        if (!KameletYaml.at(root, "kind").flatMap(KameletYaml::text).orElse("").equals("Kamelet")) {
            file.found(root, "kind must be Kamelet");
        }
        Optional<Node> type = KameletYaml.at(root, "metadata", "labels", TYPE_LABEL);
        if (!KAMELET_TYPES.contains(type.flatMap(KameletYaml::text).orElse(""))) {
            file.found(
                    type.or(() -> nameNode).orElse(root),
                    "the label " + TYPE_LABEL + " must be source, sink or action");
        }
        for (String part : List.of("title", "description")) {
            if (KameletYaml.at(root, "spec", "definition", part)
                    .flatMap(KameletYaml::text)
                    .orElse("")
                    .isBlank()) {
                file.found(KameletYaml.at(root, "spec", "definition").orElse(root), "spec.definition has no " + part);
            }
        }
        if (KameletYaml.at(root, "spec", "template", "from").isEmpty()) {
            file.found(
                    KameletYaml.at(root, "spec").orElse(root),
                    "spec.template.from is missing: the Kamelet does nothing");
        }
        return Optional.of(new KameletDefinition(expected, properties(root, file), required(root, file)));
    }

    private static Map<String, KameletProperty> properties(Node root, KameletYaml file) {
        Map<String, KameletProperty> properties = new LinkedHashMap<>();
        KameletYaml.at(root, "spec", "definition", "properties")
                .map(KameletYaml::entries)
                .orElse(Map.of())
                .forEach((name, node) -> {
                    if (TAKEN_BY_CAMEL.contains(name)) {
                        file.found(
                                node,
                                "property " + name
                                        + " must have another name: Camel's kamelet: endpoint takes this one "
                                        + "for itself");
                    }
                    properties.put(name, KameletProperty.of(name, node, file));
                });
        return properties;
    }

    private static List<String> required(Node root, KameletYaml file) {
        List<String> required = new ArrayList<>();
        Map<String, Node> properties = KameletYaml.at(root, "spec", "definition", "properties")
                .map(KameletYaml::entries)
                .orElse(Map.of());
        KameletYaml.at(root, "spec", "definition", "required").ifPresent(list -> {
            if (!(list instanceof SequenceNode sequence)) {
                file.found(list, "spec.definition.required must be a list");
                return;
            }
            for (Node entry : sequence.getValue()) {
                String name = KameletYaml.text(entry).orElse("");
                if (properties.containsKey(name)) {
                    required.add(name);
                } else {
                    file.found(entry, "required property " + name + " is not defined");
                }
            }
        });
        return required;
    }
}

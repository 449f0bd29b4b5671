// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import io.vmnhub.component.fanout.FanOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Finds what is wrong with Kamelets and with the ways routes use them, before the hub starts: Camel itself takes
 * unknown properties without a word. Looks at {@code *.kamelet.yaml} in one folder and at {@code *.camel.yaml} in
 * another and below it; values that hold a placeholder are taken to be right. Stateless and thread-safe.
 */
public final class KameletCheck {

    private static final Set<String> STEPS_WITH_ENDPOINT =
            Set.of("to", "toD", "tod", "from", "wireTap", "enrich", "pollEnrich", "poll", "deadLetterUri");
    private static final Set<String> CAMELS_OWN_KAMELETS = Set.of("source", "sink");
    private static final Set<String> OPTIONS = Set.of("bridgeErrorHandler", "noErrorHandler", "routeId");

    /**
     * Everything wrong, ordered by file and line; empty when all is well. A folder that is not there counts as empty.
     *
     * @throws IOException when a file cannot be read
     */
    public List<Finding> check(Path routes, Path connectors) throws IOException {
        List<Finding> findings = new ArrayList<>();
        List<KameletYaml> kameletFiles = read(connectors, 1, ".kamelet.yaml", findings);
        List<KameletYaml> routeFiles = read(routes, Integer.MAX_VALUE, ".camel.yaml", findings);
        Map<String, KameletDefinition> kamelets = new TreeMap<>();
        for (KameletYaml file : kameletFiles) {
            KameletDefinition.of(file).ifPresent(kamelet -> kamelets.put(kamelet.name(), kamelet));
        }
        List<KameletYaml> all =
                Stream.concat(kameletFiles.stream(), routeFiles.stream()).toList();
        Set<String> directs = new HashSet<>();
        for (KameletYaml file : all) {
            uses(file, (key, use) -> {
                if (key.equals("from") && use.scheme().equals("direct")) {
                    directs.add(use.path());
                }
            });
        }
        for (KameletYaml file : all) {
            uses(file, (key, use) -> check(file, key, use, kamelets, directs));
        }
        findings.sort(Comparator.comparing(Finding::file).thenComparingInt(Finding::line));
        return findings;
    }

    private static List<KameletYaml> read(Path folder, int depth, String suffix, List<Finding> findings)
            throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> paths;
        try (Stream<Path> found = Files.walk(folder, depth)) {
            paths = found.filter(path -> path.getFileName().toString().endsWith(suffix) && Files.isRegularFile(path))
                    .sorted()
                    .toList();
        }
        List<KameletYaml> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(new KameletYaml(path, findings));
        }
        return files;
    }

    private static void uses(KameletYaml file, BiConsumer<String, EndpointUse> action) {
        file.documents().forEach(document -> uses(document, action));
    }

    private static void uses(Node node, BiConsumer<String, EndpointUse> action) {
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(child -> uses(child, action));
        } else if (node instanceof MappingNode) {
            KameletYaml.entries(node).forEach((key, value) -> {
                Optional<EndpointUse> use = STEPS_WITH_ENDPOINT.contains(key)
                        ? EndpointUse.of(value)
                        : key.equals("kamelet") ? EndpointUse.ofKameletStep(value) : Optional.empty();
                use.ifPresent(found -> action.accept(key, found));
                uses(value, action);
            });
        }
    }

    private static void check(
            KameletYaml file,
            String key,
            EndpointUse use,
            Map<String, KameletDefinition> kamelets,
            Set<String> directs) {
        if (use.path().contains("${") || use.path().contains("{{")) {
            return;
        }
        if (use.scheme().equals("direct") && !key.equals("from") && !directs.contains(use.path())) {
            file.found(use.node(), "no route begins with direct:" + use.path());
        }
        String name = use.path().split("/", 2)[0];
        if (!use.scheme().equals("kamelet") || CAMELS_OWN_KAMELETS.contains(name)) {
            return;
        }
        KameletDefinition kamelet = kamelets.get(name);
        if (kamelet == null) {
            file.found(
                    use.node(), "there is no Kamelet " + name + "; there are " + String.join(", ", kamelets.keySet()));
            return;
        }
        use.parameters().forEach((property, parameter) -> checkParameter(file, kamelet, property, parameter));
        for (String required : kamelet.required()) {
            if (!use.parameters().containsKey(required)) {
                file.found(use.node(), "Kamelet " + name + " needs the property " + required);
            }
        }
        kamelet.properties().values().stream()
                .filter(property -> property.format().equals("sink-list"))
                .forEach(property -> {
                    EndpointUse.Parameter list = use.parameters().get(property.name());
                    if (list != null) {
                        checkSinks(file, list, kamelets, directs);
                    }
                });
    }

    private static void checkParameter(
            KameletYaml file, KameletDefinition kamelet, String name, EndpointUse.Parameter parameter) {
        KameletProperty property = kamelet.properties().get(name);
        if (property == null) {
            if (!OPTIONS.contains(name)) {
                file.found(
                        parameter.node(),
                        "Kamelet " + kamelet.name() + " has no property " + name + "; it has "
                                + (kamelet.properties().isEmpty()
                                        ? "none"
                                        : kamelet.properties().keySet().stream()
                                                .sorted()
                                                .collect(Collectors.joining(", "))));
            }
            return;
        }
        if (parameter.fromYaml() && !parameter.raw() && parameter.value().contains("&")) {
            file.found(
                    parameter.node(),
                    "property " + name + " holds an ampersand, at which Camel cuts it; write RAW(…) around it");
            return;
        }
        if (parameter.fromYaml() && parameter.value().strip().contains("\n")) {
            file.found(
                    parameter.node(),
                    "property " + name + " has several lines, which Camel joins; write it on one, or with >-");
            return;
        }
        property.problem(parameter.plain()).ifPresent(problem -> file.found(parameter.node(), problem));
    }

    private static void checkSinks(
            KameletYaml file,
            EndpointUse.Parameter list,
            Map<String, KameletDefinition> kamelets,
            Set<String> directs) {
        if (list.value().contains("{{")) {
            return;
        }
        for (String sink : FanOut.split(list.plain())) {
            if (!FanOut.isSink(sink)) {
                file.found(
                        list.node(),
                        sink
                                + " is not a sink as scheme:name; give one with parameters a route of its own, "
                                + "direct:name");
            } else if (sink.startsWith("direct:") && !directs.contains(sink.substring(7))) {
                file.found(list.node(), "no route begins with " + sink);
            } else if (sink.startsWith("kamelet:")) {
                KameletDefinition kamelet = kamelets.get(sink.substring(8));
                if (kamelet == null) {
                    file.found(
                            list.node(),
                            "there is no Kamelet " + sink.substring(8) + "; there are "
                                    + String.join(", ", kamelets.keySet()));
                } else if (!kamelet.required().isEmpty()) {
                    file.found(
                            list.node(),
                            "Kamelet " + kamelet.name() + " needs the property "
                                    + kamelet.required().get(0) + "; give it a route of its own, direct:name");
                }
            }
        }
    }
}

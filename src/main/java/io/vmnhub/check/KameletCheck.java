// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import io.vmnhub.component.fanout.SinkList;
import io.vmnhub.config.DidYouMean;
import io.vmnhub.config.Finding;
import io.vmnhub.config.PropertiesFile;
import io.vmnhub.config.YamlFile;
import io.vmnhub.connector.KnownNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what is wrong with Kamelets and with the ways routes use them, before the hub starts: Camel itself takes
 * unknown properties without a word. Values that hold a placeholder are taken to be right.
 */
public final class KameletCheck {

    private static final Set<String> CAMELS_OWN_KAMELETS = Set.of("source", "sink");
    private static final Set<String> OPTIONS = Set.of("bridgeErrorHandler", "noErrorHandler", "routeId");

    private final Map<String, KameletDefinition> kamelets = new TreeMap<>();
    private final KameletDefaults defaults;
    private final Set<String> directs = new HashSet<>();
    private final List<EndpointUse> uses = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param kameletFiles those of {@code connectors}
     * @param routeFiles those of {@code routes}
     */
    public KameletCheck(List<YamlFile> kameletFiles, List<YamlFile> routeFiles) {
        this(kameletFiles, routeFiles, List.of());
    }

    /** @param properties where properties of Kamelets may stand for all of their uses */
    KameletCheck(List<YamlFile> kameletFiles, List<YamlFile> routeFiles, List<PropertiesFile> properties) {
        defaults = new KameletDefaults(properties);
        for (YamlFile file : kameletFiles) {
            KameletDefinition kamelet = KameletDefinition.of(file);
            kamelets.put(kamelet.name(), kamelet);
        }
        Stream.concat(kameletFiles.stream(), routeFiles.stream())
                .flatMap(file -> EndpointUse.in(file).stream())
                .forEach(uses::add);
        uses.stream()
                .filter(use -> use.step().equals("from") && use.scheme().equals("direct"))
                .forEach(use -> directs.add(use.path()));
    }

    /** Everything wrong, in the order of files and lines; empty when all is well. */
    public List<Finding> findings() {
        findings.clear();
        kamelets.values().forEach(kamelet -> findings.addAll(kamelet.findings()));
        findings.addAll(defaults.findings(kamelets));
        uses.stream().filter(use -> !use.isDynamic()).forEach(this::check);
        return findings.stream().sorted(Finding.ORDER).toList();
    }

    private void check(EndpointUse use) {
        if (use.scheme().equals("direct") && !use.step().equals("from") && !directs.contains(use.path())) {
            found(use, use.pointer(), noRoute(use.path()));
        }
        String name = use.path().split("/", 2)[0];
        if (!use.scheme().equals("kamelet") || CAMELS_OWN_KAMELETS.contains(name)) {
            return;
        }
        if (!kamelets.containsKey(name)) {
            found(use, use.pointer(), noKamelet(name));
            return;
        }
        kamelets.get(name).parameters().ifPresent(kamelet -> checkParameters(use, kamelet));
    }

    private String noRoute(String name) {
        return "no route begins with direct:" + name
                + DidYouMean.to(name, directs)
                        .map(near -> "; did you mean direct:" + near + "?")
                        .orElse("");
    }

    private String noKamelet(String name) {
        return KnownNames.commandFor(name)
                .map(command ->
                        "there is no Kamelet " + name + ": " + command + " fetches it from Apache Camel's catalogue")
                .orElseGet(() -> unknownKamelet(name));
    }

    private String unknownKamelet(String name) {
        return "there is no Kamelet " + name
                + DidYouMean.to(name, kamelets.keySet())
                        .map(near -> "; did you mean " + near + "?")
                        .or(() -> commandForNear(name))
                        .orElseGet(() -> "; there are " + String.join(", ", kamelets.keySet()));
    }

    /** Compares names without their ends: that two end in {@code -sink} does not make them similar. */
    private static Optional<String> commandForNear(String name) {
        String kind = name.substring(Math.max(name.lastIndexOf('-'), 0));
        List<String> ofTheKind = KnownNames.catalogue().stream()
                .filter(known -> known.endsWith(kind))
                .map(known -> known.substring(0, known.length() - kind.length()))
                .toList();
        return DidYouMean.to(name.substring(0, name.length() - kind.length()), ofTheKind)
                .flatMap(near -> KnownNames.commandFor(near + kind))
                .map(command -> "; did you mean the catalogue's? " + command);
    }

    private void checkParameters(EndpointUse use, KameletParameters kamelet) {
        Map<String, String> values = use.parameters().entrySet().stream()
                .filter(parameter -> !OPTIONS.contains(parameter.getKey()))
                .filter(parameter -> !isCut(use, parameter.getKey(), parameter.getValue(), kamelet))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, parameter -> parameter.getValue().plain()));
        kamelet.problems(values)
                .forEach(
                        (name, problem) -> found(use, use.parameters().get(name).pointer(), problem));
        for (String missing : kamelet.missing(use.parameters().keySet())) {
            if (!defaults.has(kamelet.kamelet(), missing)) {
                found(use, use.pointer(), "Kamelet " + kamelet.kamelet() + " needs the property " + missing);
            }
        }
        use.parameters().forEach((name, parameter) -> {
            if (kamelet.format(name).equals("sink-list") && !parameter.value().contains("{{")) {
                SinkList.split(parameter.plain())
                        .forEach(sink ->
                                sinkProblem(sink).ifPresent(problem -> found(use, parameter.pointer(), problem)));
            }
        });
    }

    /** A value that Camel would not take as it is written. */
    private boolean isCut(EndpointUse use, String name, EndpointUse.Parameter parameter, KameletParameters kamelet) {
        if (!parameter.fromYaml() || !kamelet.names().contains(name)) {
            return false;
        }
        if (!parameter.raw() && parameter.value().contains("&")) {
            found(
                    use,
                    parameter.pointer(),
                    "property " + name + " holds an ampersand, at which Camel cuts it; write RAW(…) around it");
            return true;
        }
        if (parameter.value().strip().contains("\n")) {
            found(
                    use,
                    parameter.pointer(),
                    "property " + name + " has several lines, which Camel joins; write it on one, or with >-");
            return true;
        }
        return false;
    }

    private Optional<String> sinkProblem(String sink) {
        if (!SinkList.isSink(sink)) {
            return Optional.of(sink + " is not a sink as scheme:name; give one with parameters a route of its own, "
                    + "direct:name");
        }
        String name = sink.substring(sink.indexOf(':') + 1);
        if (sink.startsWith("direct:")) {
            return directs.contains(name) ? Optional.empty() : Optional.of(noRoute(name));
        }
        if (!sink.startsWith("kamelet:")) {
            return Optional.empty();
        }
        if (!kamelets.containsKey(name)) {
            return Optional.of(noKamelet(name));
        }
        return kamelets.get(name)
                .parameters()
                .flatMap(kamelet -> kamelet.missing(Set.of()).stream().findFirst())
                .map(required -> "Kamelet " + name + " needs the property " + required
                        + "; give it a route of its own, direct:name");
    }

    /** By its line alone: a URI is long, and what is wrong is named. */
    private void found(EndpointUse use, String pointer, String message) {
        findings.add(Finding.of(use.file().path(), use.file().position(pointer).line(), message));
    }
}

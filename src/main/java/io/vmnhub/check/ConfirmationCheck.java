// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import io.vmnhub.config.Finding;
import io.vmnhub.config.YamlFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hints at routes of applications whose only way out ends before anybody has the message: it counts as delivered, and
 * may be lost.
 */
final class ConfirmationCheck {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z0-9_-]+)}}");
    private static final Set<String> NO_WAY_OUT = Set.of("log", "bean", "class", "language", "controlbus", "validator");

    private final Map<String, YamlFile> kamelets = new HashMap<>();

    /** @param kameletFiles those of {@code connectors} */
    ConfirmationCheck(List<YamlFile> kameletFiles) {
        kameletFiles.forEach(
                file -> kamelets.put(file.path().getFileName().toString().replace(".kamelet.yaml", ""), file));
    }

    /**
     * @param routes all files of routes
     * @param applications that have numbers
     */
    List<Finding> hints(List<YamlFile> routes, Set<String> applications) {
        List<Finding> hints = new ArrayList<>();
        for (YamlFile file : routes) {
            List<EndpointUse> uses = EndpointUse.in(file);
            for (RouteOutline route : RouteOutline.of(file)) {
                if (delivers(route, applications)) {
                    hint(route, uses).ifPresent(hints::add);
                }
            }
        }
        return hints;
    }

    private static boolean delivers(RouteOutline route, Set<String> applications) {
        return route.beginsWith("direct") && applications.contains(route.name())
                || route.beginsWith("store")
                || route.beginsWith("kamelet") && route.name().startsWith("store-source");
    }

    private Optional<Finding> hint(RouteOutline route, List<EndpointUse> uses) {
        List<EndpointUse> ways = uses.stream()
                .filter(use -> use.pointer().startsWith(route.pointer() + "/"))
                .filter(ConfirmationCheck::isWayOut)
                .toList();
        List<Optional<String>> reasons = ways.stream()
                .map(way -> unconfirmed(way, way.parameters(), true))
                .toList();
        return ways.isEmpty() || reasons.stream().anyMatch(Optional::isEmpty)
                ? Optional.empty()
                : Optional.of(route.finding(
                        route.file().position(ways.get(0).pointer()),
                        "a message counts as delivered when nobody may have it yet: "
                                + reasons.get(0).get()));
    }

    private static boolean isWayOut(EndpointUse use) {
        return !use.step().equals("from") && !NO_WAY_OUT.contains(use.scheme());
    }

    /** Why the end of {@code use} confirms nothing; empty when it does, or nobody knows. */
    private Optional<String> unconfirmed(EndpointUse use, Map<String, EndpointUse.Parameter> given, boolean outer) {
        String name = use.path().split("/", 2)[0];
        YamlFile kamelet = use.scheme().equals("kamelet") && outer ? kamelets.get(name) : null;
        if (kamelet == null) {
            return UnconfirmedSend.of(use.scheme(), option -> value(use, given, option));
        }
        List<Optional<String>> inside = EndpointUse.in(kamelet).stream()
                .filter(ConfirmationCheck::isWayOut)
                .map(step -> unconfirmed(step, withDefaults(kamelet, given), false))
                .toList();
        return inside.isEmpty() || inside.stream().anyMatch(Optional::isEmpty) ? Optional.empty() : inside.get(0);
    }

    private static Map<String, EndpointUse.Parameter> withDefaults(
            YamlFile kamelet, Map<String, EndpointUse.Parameter> given) {
        Map<String, EndpointUse.Parameter> all = new HashMap<>();
        kamelet.json().at("/spec/definition/properties").properties().forEach(property -> {
            String standard = property.getValue().path("default").asText("");
            all.put(property.getKey(), new EndpointUse.Parameter("", standard, true));
        });
        all.putAll(given);
        return all;
    }

    /** The value of an option, with the Kamelet's properties in their places; empty when it is not given. */
    private static String value(EndpointUse use, Map<String, EndpointUse.Parameter> properties, String option) {
        String value = Optional.ofNullable(use.parameters().get(option))
                .map(EndpointUse.Parameter::plain)
                .orElse("");
        Matcher placeholder = PLACEHOLDER.matcher(value);
        return placeholder.matches() && properties.containsKey(placeholder.group(1))
                ? properties.get(placeholder.group(1)).plain()
                : value;
    }
}

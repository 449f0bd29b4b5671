// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.Position;
import io.vmnhub.config.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether routes, numbers and MAP operations belong together: what no single file can tell. */
final class OwnerCheck {

    private static final List<String> NEEDED_OPERATIONS = List.of("mt-forwardSM", "sendRoutingInfoForSM");
    private static final Set<String> ONE_CONSUMER_SCHEMES = Set.of("direct", "ss7-map");

    private final HubHome home;
    private final List<RouteOutline> routes;
    private final Set<Path> unread;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Finding> hints = new ArrayList<>();

    /**
     * @param routes of all files, in the order of the files
     * @param unread files of routes that could not be read, so that nobody knows what is in them
     */
    OwnerCheck(HubHome home, List<RouteOutline> routes, Set<Path> unread) {
        this.home = home;
        this.routes = routes;
        this.unread = unread;
    }

    List<Finding> findings() {
        return findings;
    }

    /** What may well be meant. */
    List<Finding> hints() {
        return hints;
    }

    /** No two routes with one id, and none with the same beginning where only one can be. */
    void routesAreUnique() {
        Map<String, RouteOutline> ids = new HashMap<>();
        Map<String, RouteOutline> beginnings = new HashMap<>();
        for (RouteOutline route : routes) {
            RouteOutline sameId = route.id().isEmpty() ? null : ids.putIfAbsent(route.id(), route);
            if (sameId != null) {
                findings.add(route.finding(
                        route.idAt(),
                        "the route id " + route.id() + " is taken by " + place(sameId, sameId.idAt())
                                + ": give this route another"));
            }
            if (ONE_CONSUMER_SCHEMES.contains(route.from().split(":", 2)[0])) {
                String beginning = route.from().split(":", 2)[0] + ":" + route.name();
                RouteOutline other = beginnings.putIfAbsent(beginning, route);
                if (other != null) {
                    findings.add(route.finding(
                            route.fromAt(),
                            "a route begins with " + beginning + " already, in " + place(other, other.fromAt())
                                    + ": only one can"));
                }
            }
        }
    }

    /** Each operation that every hub has to answer has its route. */
    void operationsAreAnswered() {
        for (String operation : NEEDED_OPERATIONS) {
            if (unread.isEmpty()
                    && routes.stream()
                            .noneMatch(route ->
                                    route.beginsWith("ss7-map") && route.name().equals(operation))) {
                findings.add(Finding.of(
                        home.routes().resolve("inbound.camel.yaml"),
                        0,
                        "no route begins with ss7-map:" + operation + ": every " + operation
                                + " is answered with an error until one does"));
            }
        }
    }

    /**
     * Every application of {@code numbers.yaml} has a route.
     *
     * @param owners the applications that own a number, those that only an imported file names among them; empty when
     *     the numbers cannot be read
     */
    void applicationsHaveRoutes(YamlFile numbers, Set<String> owners) {
        Map<String, Position> applications = new LinkedHashMap<>();
        for (String list : List.of("ranges", "imports")) {
            JsonNode entries = numbers.json().path(list);
            for (int i = 0; i < entries.size(); i++) {
                String application = entries.get(i).path("application").asText("");
                if (!application.isEmpty() && !application.contains("{{")) {
                    applications.putIfAbsent(application, numbers.position("/" + list + "/" + i + "/application"));
                }
            }
        }
        Set<String> directs = new TreeSet<>();
        routes.stream().filter(route -> route.beginsWith("direct")).forEach(route -> directs.add(route.name()));
        applications.forEach((application, at) -> {
            if (!directs.contains(application)
                    && !unread.contains(home.routes().resolve("applications/" + application + ".camel.yaml"))) {
                findings.add(new Finding(
                        numbers.path(),
                        at.line(),
                        at.column(),
                        "no route begins with direct:" + application + ": make routes/applications/" + application
                                + ".camel.yaml"));
            }
        });
        Path folder = home.routes().resolve("applications");
        routes.stream()
                .filter(route ->
                        route.beginsWith("direct") && route.file().path().startsWith(folder))
                .filter(route -> route.file().path().getFileName().toString().equals(route.name() + ".camel.yaml"))
                .filter(route -> !applications.containsKey(route.name()) && !owners.contains(route.name()))
                .forEach(route -> hints.add(
                        route.finding(route.fromAt(), "no number of config/numbers.yaml belongs to " + route.name())));
    }

    private String place(RouteOutline route, Position at) {
        return home.folder().relativize(route.file().path()) + ":" + at.line();
    }
}

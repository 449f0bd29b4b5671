// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.config.Finding;
import io.vmnhub.config.Position;
import io.vmnhub.config.YamlFile;
import java.util.ArrayList;
import java.util.List;

/**
 * What a route file says of a route without Camel reading it.
 *
 * @param pointer JSON pointer of the route
 * @param id empty when it has none
 * @param idAt where its id stands, or else the route
 * @param from its URI without parameters, empty when it has none
 * @param fromAt where that stands
 */
record RouteOutline(YamlFile file, String pointer, String id, Position idAt, String from, Position fromAt) {

    /** The routes of a file, in its order; what is not a route is left to Camel's judgement. */
    static List<RouteOutline> of(YamlFile file) {
        List<RouteOutline> routes = new ArrayList<>();
        JsonNode items = file.json();
        for (int i = 0; i < items.size() && items.isArray(); i++) {
            if (items.get(i).has("route")) {
                routes.add(of(file, "/" + i + "/route", "/" + i + "/route/from"));
            } else if (items.get(i).has("from")) {
                routes.add(of(file, "/" + i, "/" + i + "/from"));
            }
        }
        return routes;
    }

    private static RouteOutline of(YamlFile file, String route, String from) {
        String uri = file.json().at(from).isTextual() ? from : from + "/uri";
        return new RouteOutline(
                file,
                route,
                file.json().at(route + "/id").asText(""),
                file.position(route + "/id"),
                file.json().at(uri).asText("").split("\\?", 2)[0],
                file.position(uri));
    }

    /** Whether it begins with {@code scheme:}. */
    boolean beginsWith(String scheme) {
        return from.startsWith(scheme + ":");
    }

    /** What stands behind the scheme. */
    String name() {
        String name = from.substring(from.indexOf(':') + 1);
        return name.startsWith("//") ? name.substring(2) : name;
    }

    Finding finding(Position at, String message) {
        return new Finding(file.path(), at.line(), at.column(), message);
    }
}

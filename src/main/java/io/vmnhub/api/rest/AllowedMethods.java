// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Answers 405 with {@code Allow} (RFC 9110 section 15.5.6) when a resource is there and the method is none of its own.
 */
public final class AllowedMethods {

    private AllowedMethods() {}

    /** To be called when all resources are in {@code router}, before what answers 404. */
    public static void end(Router router) {
        Map<String, Set<String>> resources = new LinkedHashMap<>();
        for (Route route : router.getRoutes()) {
            if (route.getPath() != null && route.methods() != null) {
                resources
                        .computeIfAbsent(route.getPath(), path -> new TreeSet<>())
                        .addAll(route.methods().stream().map(HttpMethod::name).collect(Collectors.toSet()));
            }
        }
        resources.forEach((path, methods) -> router.route(path).handler(request -> {
            String allowed = String.join(", ", methods);
            request.response().putHeader("Allow", allowed);
            request.fail(ProblemException.of(405, "the methods of this resource are " + allowed));
        }));
    }
}

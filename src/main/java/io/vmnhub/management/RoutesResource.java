// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.config.HubHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.RouteController;

/**
 * {@code /routes} with their states, which operators change, and {@code /connectors}: the Kamelets there are, and how
 * many routes use each.
 */
public final class RoutesResource implements ManagementResource {

    private static final String SUFFIX = ".kamelet.yaml";

    /**
     * For messages on their way through a route that is stopped; after it they are cut off and their SMSCs get a
     * temporary error.
     */
    private static final int STOP_SECONDS = 10;

    /** In the address of a route that begins with what waits for an application. */
    private static final Pattern APPLICATION = Pattern.compile("[?&]application=([A-Za-z0-9_.-]+)");

    private final CamelContext context;
    private final HubHome home;

    public RoutesResource(CamelContext context, HubHome home) {
        this.context = context;
        this.home = home;
    }

    @Override
    public void mount(Router router) {
        router.get("/routes").handler(this::routes);
        router.get("/routes/:id").handler(request -> Pages.send(request, form(route(request))));
        router.get("/routes/:id/steps").handler(request -> Pages.send(request, steps(route(request))));
        RouteController routes = context.getRouteController();
        change(router, "start", routes::startRoute);
        change(router, "stop", id -> routes.stopRoute(id, STOP_SECONDS, TimeUnit.SECONDS));
        change(router, "suspend", id -> routes.suspendRoute(id, STOP_SECONDS, TimeUnit.SECONDS));
        change(router, "resume", routes::resumeRoute);
        router.get("/connectors")
                .handler(request ->
                        ManagementApi.onWorker(request, false, this::files, names -> connectors(request, names)));
    }

    private void routes(RoutingContext request) {
        List<Route> own = context.getRoutes().stream()
                .filter(route -> !isKamelet(route))
                .sorted(Comparator.comparing(Route::getRouteId))
                .toList();
        Pages.send(request, own, this::form);
    }

    private interface Change {
        void of(String id) throws Exception;
    }

    /** Waits for messages on their way: on a worker, one change at a time. Done already is done. */
    private void change(Router router, String name, Change change) {
        router.post("/routes/:id/" + name).handler(request -> {
            String id = route(request).getRouteId();
            ManagementApi.onWorker(
                    request,
                    true,
                    () -> {
                        change.of(id);
                        return id;
                    },
                    done -> Pages.send(request, form(route(request))));
        });
    }

    private Route route(RoutingContext request) {
        Route route = context.getRoute(request.pathParam("id"));
        if (route == null || isKamelet(route)) {
            throw ProblemException.of(404, "there is no route " + request.pathParam("id"));
        }
        return route;
    }

    private ObjectNode form(Route route) {
        ObjectNode form = Pages.object()
                .put("id", route.getRouteId())
                .put("description", route.getDescription())
                .put("from", route.getEndpoint().getEndpointBaseUri())
                .put("state", RouteState.of(route).name())
                .put("uptimeMillis", route.getUptimeMillis())
                .put("inflight", context.getInflightRepository().size(route.getRouteId()));
        Matcher whose = APPLICATION.matcher(route.getEndpoint().getEndpointUri());
        return whose.find() ? form.put("application", whose.group(1)) : form;
    }

    private ObjectNode steps(Route route) {
        return context instanceof ModelCamelContext models
                ? RouteSteps.of(models.getRouteDefinition(route.getRouteId()))
                : Pages.object();
    }

    /** Camel makes a route of each use of a Kamelet. */
    private static boolean isKamelet(Route route) {
        return route.isCreatedByKamelet();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(home.connectors())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    private void connectors(RoutingContext request, List<String> names) {
        Pages.send(request, names, name -> {
            List<Route> uses = context.getRoutes().stream()
                    .filter(route -> isKamelet(route) && isUseOf(name, route))
                    .toList();
            return Pages.object()
                    .put("name", name)
                    .put("uses", uses.size())
                    .put(
                            "started",
                            uses.stream()
                                    .filter(route -> RouteState.of(route).isStarted())
                                    .count());
        });
    }

    private static boolean isUseOf(String name, Route route) {
        return route.getRouteId().matches(Pattern.quote(name) + "(-[0-9]+)?");
    }
}

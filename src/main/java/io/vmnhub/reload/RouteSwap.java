// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces routes of a running context by their next versions.
 *
 * <ol>
 *   <li>The next versions are made with all they use, beside those that run. What fails here leaves all as it was.
 *   <li>Their consumers take over: of {@code direct}, Kamelets and {@code ss7-map} in one step, so that a message finds
 *       either the former or the next one; of what is fetched (queues, files) once the former has stopped fetching.
 *   <li>The former versions end when no message is in them, {@link Retirement}.
 * </ol>
 *
 * Not thread-safe.
 */
final class RouteSwap {

    private static final Logger LOG = LoggerFactory.getLogger(RouteSwap.class);
    private static final Duration HTTP_REQUESTS_END_WITHIN = Duration.ofSeconds(5);

    private final HubCamelContext context;
    private final Retirement retirement;

    RouteSwap(HubCamelContext context, Retirement retirement) {
        this.context = context;
        this.retirement = retirement;
    }

    /** Templates as they were, to be put back when the swap fails. */
    private record Undo(List<RouteTemplateDefinition> templates, Map<String, RetiredRoute> former) {}

    /**
     * Has the next versions run. The routes that are gone are left to {@link #remove}.
     *
     * @param fresh of which endpoints the next versions get new ones, besides uses of changed Kamelets
     * @param whenEnded run when the former versions have ended
     * @throws Exception when a next version cannot be made or started; then the former ones run as before
     */
    void apply(RouteChanges changes, RouteFiles files, Predicate<Endpoint> fresh, Runnable whenEnded) throws Exception {
        Undo undo = new Undo(new ArrayList<>(), new LinkedHashMap<>());
        List<RouteDefinition> next = new ArrayList<>();
        List<Endpoint> forgotten = new ArrayList<>();
        try {
            replaceTemplates(changes.kamelets(), files, undo.templates());
            next.addAll(definitions(changes.next(), files));
            for (RouteDefinition definition : next) {
                if (context.getRoute(definition.getId()) != null) {
                    undo.former().put(definition.getId(), context.takeOut(definition.getId()));
                }
            }
            Set<String> begins = next.stream()
                    .map(definition -> undo.former().get(definition.getId()))
                    .filter(Objects::nonNull)
                    .map(former -> former.service().getRoute().getEndpoint().getEndpointUri())
                    .filter(uri -> uri.startsWith("kamelet:"))
                    .collect(Collectors.toSet());
            forgotten.addAll(context.forget(endpoint -> fresh.test(endpoint)
                    || begins.contains(endpoint.getEndpointUri())
                    || HubCamelContext.isUseOfKamelet(endpoint)
                            && changes.kamelets().contains(((KameletEndpoint) endpoint).getTemplateId())));
            context.prepare(next);
            open(next, undo.former());
            context.openSources();
        } catch (Exception | LinkageError e) {
            undo(next, undo);
            throw e instanceof Exception failure ? failure : new IllegalStateException(e.toString(), e);
        }
        retirement.add(undo.former().values(), forgotten, whenEnded);
    }

    /** Ends the routes that are not there any more, once their messages have ended. */
    void remove(Set<String> gone) throws Exception {
        List<RetiredRoute> former = new ArrayList<>();
        for (String key : gone) {
            Optional<String> id = id(key);
            if (id.isPresent()) {
                RetiredRoute route = context.takeOut(id.get());
                former.add(route);
                context.close(route).ifPresent(former::add);
            }
        }
        retirement.add(former, List.of(), () -> {});
    }

    /** The id of a running route; of one that its file gives none, that which Camel has given it. */
    private Optional<String> id(String key) {
        if (context.getRoute(key) != null) {
            return Optional.of(key);
        }
        return context.getRouteDefinitions().stream()
                .filter(route -> key.equals(
                        path(route) + " " + route.getInput().getEndpointUri().replace("://", ":")))
                .map(RouteDefinition::getId)
                .findFirst();
    }

    private static String path(RouteDefinition route) {
        return route.getResource() == null
                ? ""
                : route.getResource().getLocation().replaceFirst("^file:(//)?", "");
    }

    private void replaceTemplates(Set<String> names, RouteFiles files, List<RouteTemplateDefinition> former)
            throws Exception {
        for (String name : names) {
            RouteTemplateDefinition template = context.getRouteTemplateDefinition(name);
            if (template != null) {
                former.add(template);
                context.removeRouteTemplateDefinition(template);
                if (files.kamelets().containsKey(name)) {
                    for (RoutesBuilder builder :
                            builders(files.kamelets().get(name).file())) {
                        builder.addRoutesToCamelContext(context);
                    }
                }
            }
        }
    }

    private List<RouteDefinition> definitions(Set<String> keys, RouteFiles files) throws Exception {
        Map<Path, List<RouteFiles.Source>> byFile = keys.stream()
                .map(files.routes()::get)
                .collect(Collectors.groupingBy(RouteFiles.Source::file, LinkedHashMap::new, Collectors.toList()));
        List<RouteDefinition> definitions = new ArrayList<>();
        for (Map.Entry<Path, List<RouteFiles.Source>> file : byFile.entrySet()) {
            List<RouteDefinition> all = new ArrayList<>();
            for (RoutesBuilder builder : builders(file.getKey())) {
                all.addAll(((RouteBuilder) builder).configureRoutes(context).getRoutes());
            }
            for (RouteFiles.Source source : file.getValue()) {
                RouteDefinition definition = all.get(source.index());
                id(source.key()).ifPresent(definition::setId);
                definitions.add(definition);
            }
        }
        return definitions;
    }

    private Iterable<RoutesBuilder> builders(Path file) throws Exception {
        try {
            return PluginHelper.getRoutesLoader(context)
                    .findRoutesBuilders(ResourceHelper.fromBytes("file:" + file, Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Routes that others send to first. */
    private void open(List<RouteDefinition> next, Map<String, RetiredRoute> former) throws Exception {
        List<RouteDefinition> order = new ArrayList<>(next);
        order.sort(
                Comparator.comparing(route -> !route.getInput().getEndpointUri().startsWith("direct:")));
        for (RouteDefinition definition : order) {
            String id = definition.getId();
            RetiredRoute before = former.get(id);
            Route route = context.getRoute(id);
            if (before == null ? !route.isAutoStartup() : !isOn(before.status())) {
                LOG.info("The route {} is changed and not started: it was stopped", id);
                continue;
            }
            boolean http = route.getEndpoint() instanceof PlatformHttpEndpoint;
            if (before != null
                    && !http
                    && !HubCamelContext.replacesInOneStep(before.service().getRoute())) {
                context.close(before).ifPresent(source -> former.put(source.id(), source));
            }
            context.open(id);
            if (before != null
                    && (http
                            || !route.getEndpoint()
                                    .equals(before.service().getRoute().getEndpoint()))) {
                release(before);
            }
        }
    }

    private static boolean isOn(ServiceStatus status) {
        return status != null && (status.isStarted() || status.isStarting());
    }

    /** Has a consumer end that does not make room by itself for the next one, whose requests go on until then. */
    private static void release(RetiredRoute before) throws InterruptedException {
        long end = System.nanoTime() + HTTP_REQUESTS_END_WITHIN.toNanos();
        while (before.inFlight() > 0 && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        ServiceHelper.stopService(before.service().getRoute().getConsumer());
    }

    private void undo(List<RouteDefinition> next, Undo undo) {
        for (RouteDefinition definition : next) {
            RetiredRoute before = undo.former().get(definition.getId());
            try {
                if (before != null) {
                    reopen(before);
                }
                context.discard(definition.getId());
            } catch (Exception e) {
                LOG.error("The next version of route {} cannot be taken back", definition.getId(), e);
            }
            if (before != null) {
                context.putBack(before);
            }
        }
        Set<String> ids = next.stream().map(RouteDefinition::getId).collect(Collectors.toSet());
        undo.former().values().stream()
                .filter(source -> !ids.contains(source.id()))
                .forEach(source -> {
                    context.putBack(source);
                    ServiceHelper.resumeService(source.service().getRoute().getConsumer());
                });
        for (RouteTemplateDefinition template : undo.templates()) {
            try {
                context.removeRouteTemplateDefinitions(template.getId());
                context.addRouteTemplateDefinition(template);
            } catch (Exception e) {
                LOG.error("The Kamelet {} cannot be taken back", template.getId(), e);
            }
        }
    }

    private static void reopen(RetiredRoute before) {
        if (isOn(before.status())) {
            ServiceHelper.suspendService(before.service().getRoute().getConsumer());
            ServiceHelper.resumeService(before.service().getRoute().getConsumer());
        }
    }
}

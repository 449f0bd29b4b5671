// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.NormalizedEndpointUri;
import org.apache.camel.spi.RouteStartupOrder;
import org.apache.camel.support.service.ServiceHelper;

/**
 * A context whose routes can be replaced while messages are in them. Camel's own way to another version of a route is
 * to stop it, which waits for the messages in it and fails those that come meanwhile. Here the version before is taken
 * out as it runs, the next one starts beside it, and the former ends when no message is left in it.
 */
public final class HubCamelContext extends ConnectorCamelContext {

    /** What consumers of the same route in two versions may both do for a moment: the later one gets the messages. */
    private static final Set<String> REPLACED_IN_ONE_STEP = Set.of("direct", "ss7-map");

    private final List<RetiredRoute> retired = new ArrayList<>();
    /** Of sources' Kamelets that were made before what they feed has started. */
    private final Map<String, RouteService> held = new LinkedHashMap<>();

    private boolean preparing;

    public HubCamelContext() {
        addRoutePolicyFactory(new InFlight.Factory());
    }

    /** Whether the next version of a route may begin before the consumer of the former has stopped. */
    static boolean replacesInOneStep(Route route) {
        return REPLACED_IN_ONE_STEP.contains(
                route.getEndpoint().getEndpointUri().split(":", 2)[0]);
    }

    /** Has a route take no more messages; where it begins with a Kamelet, that has a route, which is taken out too. */
    Optional<RetiredRoute> close(RetiredRoute route) throws Exception {
        Optional<RetiredRoute> source = Optional.empty();
        if (route.service().getRoute().getEndpoint() instanceof KameletEndpoint begins
                && getRouteServices().containsKey(begins.getRouteId())) {
            source = Optional.of(takeOut(begins.getRouteId()));
        }
        ServiceHelper.suspendService(source.orElse(route).service().getRoute().getConsumer());
        return source;
    }

    /** Takes a route out as it runs: its consumer goes on until the next version's takes over. */
    RetiredRoute takeOut(String id) throws Exception {
        getLock().lock();
        try {
            RouteService service = getRouteServices().get(id);
            if (service == null) {
                throw new IllegalStateException("there is no route " + id);
            }
            RouteDefinition definition = getRouteDefinition(id);
            List<RouteStartupOrder> order = getCamelContextExtension().getRouteStartupOrder().stream()
                    .filter(one -> one.getRoute() == service.getRoute())
                    .toList();
            RetiredRoute route = new RetiredRoute(service, definition, order, getRouteStatus(id), identities(service));
            getRouteServices().remove(id);
            removeRoute(service.getRoute());
            getCamelContextExtension().getRouteStartupOrder().removeAll(order);
            if (definition != null) {
                getCamelContextExtension().getContextPlugin(Model.class).removeRouteDefinition(definition);
            }
            retired.add(route);
            return route;
        } finally {
            getLock().unlock();
        }
    }

    /** Undoes {@link #takeOut}. */
    void putBack(RetiredRoute route) {
        getLock().lock();
        try {
            retired.remove(route);
            getRouteServices().put(route.id(), route.service());
            addRoute(route.service().getRoute());
            if (route.definition() != null) {
                getCamelContextExtension()
                        .getContextPlugin(Model.class)
                        .getRouteDefinitions()
                        .add(route.definition());
            }
            getCamelContextExtension().getRouteStartupOrder().addAll(route.order());
        } finally {
            getLock().unlock();
        }
    }

    /** Makes routes with all they need; none of them takes messages before {@link #open}. */
    void prepare(List<RouteDefinition> routes) throws Exception {
        Map<RouteDefinition, String> autoStartup = new IdentityHashMap<>();
        routes.forEach(route -> autoStartup.put(route, String.valueOf(route.getAutoStartup())));
        routes.forEach(route -> route.setAutoStartup("false"));
        preparing = true;
        try {
            addRouteDefinitions(routes);
        } finally {
            preparing = false;
            autoStartup.forEach((route, was) -> {
                route.setAutoStartup(was.equals("null") ? null : was);
                Route made = getRoute(route.getId());
                if (made != null) {
                    made.setAutoStartup(!was.equals("false"));
                }
            });
        }
    }

    @Override
    public void startRouteService(RouteService service, boolean adding) throws Exception {
        boolean source = service.getRoute().isCreatedByKamelet()
                && !(service.getRoute().getEndpoint() instanceof KameletEndpoint);
        if (preparing && source) {
            if (held.putIfAbsent(service.getId(), service) != null) {
                return; // the component tries again to start what has not started
            }
            service.getRoute().setAutoStartup(false);
        }
        super.startRouteService(service, adding);
    }

    /** Has a prepared route take messages. */
    void open(String id) throws Exception {
        getRouteController().startRoute(id);
    }

    /** Has the Kamelets begin that feed routes that were prepared. */
    void openSources() throws Exception {
        List<RouteService> sources = List.copyOf(held.values());
        held.clear();
        for (RouteService source : sources) {
            source.getRoute().setAutoStartup(true);
            open(source.getId());
        }
    }

    /** Forgets a prepared route that is not to be, and Kamelets made for it. */
    void discard(String id) throws Exception {
        held.clear();
        if (getRouteServices().containsKey(id)) {
            end(takeOut(id));
        } else if (getRouteDefinition(id) != null) {
            getCamelContextExtension().getContextPlugin(Model.class).removeRouteDefinition(getRouteDefinition(id));
        }
    }

    /** Ends a route that no message is in any more, and the endpoints and uses of Kamelets that nobody else has. */
    void end(RetiredRoute route) {
        getLock().lock();
        try {
            retired.remove(route);
            route.service().setRemovingRoutes(true);
            route.service().stop();
            ServiceHelper.stopAndShutdownServices(route.service().getRoute().getServices());
            if (!getRouteServices().containsKey(route.id())) {
                getInflightRepository().removeRoute(route.id());
            }
            Set<Endpoint> used = used();
            for (Endpoint endpoint : route.endpoints()) {
                // others may have those without parameters without Camel's knowledge: the sinks of a list
                if (!used.contains(endpoint)
                        && (endpoint.getEndpointUri().contains("?")
                                || !getEndpointRegistry().containsValue(endpoint))) {
                    end(endpoint);
                }
            }
        } finally {
            getLock().unlock();
        }
    }

    private void end(Endpoint endpoint) {
        if (isUseOfKamelet(endpoint)) {
            endKamelet(((KameletEndpoint) endpoint).getRouteId());
        }
        getEndpointRegistry().entrySet().stream()
                .filter(entry -> entry.getValue() == endpoint)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(getEndpointRegistry()::remove);
        ServiceHelper.stopAndShutdownService(endpoint);
    }

    private void endKamelet(String id) {
        try {
            if (getRouteServices().containsKey(id)) {
                end(takeOut(id));
            }
        } catch (Exception e) {
            throw new IllegalStateException("the Kamelet's route " + id + " cannot end: " + e.getMessage(), e);
        }
    }

    /** Endpoints of routes that no other route has, with those of the Kamelets that they use. */
    Set<Endpoint> onlyIn(Set<String> ids) {
        Set<Endpoint> own = Collections.newSetFromMap(new IdentityHashMap<>());
        ids.forEach(id -> collect(id, own));
        Set<String> kamelets = own.stream()
                .filter(HubCamelContext::isUseOfKamelet)
                .map(endpoint -> ((KameletEndpoint) endpoint).getRouteId())
                .collect(Collectors.toSet());
        getRouteServices().values().stream()
                .filter(service -> !ids.contains(service.getId()) && !kamelets.contains(service.getId()))
                .forEach(service -> own.removeAll(identities(service)));
        return own;
    }

    private void collect(String id, Set<Endpoint> into) {
        RouteService service = getRouteServices().get(id);
        if (service == null) {
            return;
        }
        for (Endpoint endpoint : service.gatherEndpoints()) {
            if (into.add(endpoint) && isUseOfKamelet(endpoint)) {
                collect(((KameletEndpoint) endpoint).getRouteId(), into);
            }
        }
    }

    /** Ends endpoints that were taken from the registry by {@link #forget}. */
    void endForgotten(Collection<Endpoint> endpoints) {
        getLock().lock();
        try {
            Set<Endpoint> used = used();
            endpoints.stream().filter(endpoint -> !used.contains(endpoint)).forEach(this::end);
        } finally {
            getLock().unlock();
        }
    }

    /**
     * Has endpoints made anew when they are asked for next; who holds one keeps it.
     *
     * @return those that the registry had
     */
    List<Endpoint> forget(Predicate<Endpoint> which) {
        List<Map.Entry<NormalizedEndpointUri, Endpoint>> found = getEndpointRegistry().entrySet().stream()
                .filter(entry -> which.test(entry.getValue()))
                .toList();
        List<Endpoint> forgotten = found.stream().map(Map.Entry::getValue).toList();
        found.forEach(entry -> getEndpointRegistry().remove(entry.getKey()));
        return forgotten;
    }

    static boolean isUseOfKamelet(Endpoint endpoint) {
        return endpoint instanceof KameletEndpoint
                && !endpoint.getEndpointUri().matches("kamelet:(//)?(source|sink).*");
    }

    private Set<Endpoint> used() {
        Set<Endpoint> used = Collections.newSetFromMap(new IdentityHashMap<>());
        getRouteServices().values().forEach(service -> used.addAll(identities(service)));
        retired.forEach(route -> used.addAll(route.endpoints()));
        return used;
    }

    private static Set<Endpoint> identities(RouteService service) {
        Set<Endpoint> all = Collections.newSetFromMap(new IdentityHashMap<>());
        all.addAll(service.gatherEndpoints());
        all.add(service.getRoute().getEndpoint());
        return all;
    }

    /** What was still to end ends with the context, after its routes. */
    @Override
    protected void doStop() throws Exception {
        super.doStop();
        for (RetiredRoute route : List.copyOf(retired)) {
            ServiceHelper.stopAndShutdownServices(route.service().getRoute().getServices());
        }
        retired.clear();
    }
}

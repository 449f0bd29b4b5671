// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TryDefinition;

/**
 * What the applications' routes say about their ways out: which SMPP accounts each names. Routes that change are looked
 * at again after a few seconds. Thread-safe.
 */
final class DeliveryRoutes {

    private static final String DIRECT = "direct:";
    private static final Pattern ACCOUNT =
            Pattern.compile("smpp-server:(?://)?([!-~&&[^?,&]]+)|[?&]account=([!-~&&[^,&]]+)");
    private static final Pattern SEVERAL_WAYS = Pattern.compile("failover|fan-?out");
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final CamelContext context;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Map<String, Delivery> deliveries = Map.of();
    private volatile long looked = System.nanoTime() - LOOK_AGAIN_NANOS;

    /**
     * An application's route.
     *
     * @param routeId its id
     * @param accounts the SMPP accounts that it names
     * @param onlyWay whether its messages go to them and nowhere else, so that they fail when none is bound
     */
    record Delivery(String routeId, Set<String> accounts, boolean onlyWay) {}

    DeliveryRoutes(CamelContext context) {
        this.context = context;
    }

    /** The route of an application; empty without one. */
    Optional<Delivery> of(String application) {
        return Optional.ofNullable(all().get(application));
    }

    /** The applications whose routes name the account, and the one of its name. */
    Set<String> applications(String account) {
        Set<String> applications = look().entrySet().stream()
                .filter(entry -> entry.getValue().accounts().contains(account))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        applications.add(account);
        return applications;
    }

    private Map<String, Delivery> all() {
        if (System.nanoTime() - looked >= LOOK_AGAIN_NANOS && looking.compareAndSet(false, true)) {
            try {
                deliveries = look();
                looked = System.nanoTime();
            } finally {
                looking.set(false);
            }
        }
        return deliveries;
    }

    private Map<String, Delivery> look() {
        Map<String, Delivery> found = new HashMap<>();
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        for (RouteDefinition route : model.getRouteDefinitions()) {
            String from = route.getInput() == null ? null : route.getInput().getEndpointUri();
            if (from != null && from.startsWith(DIRECT)) {
                String application =
                        from.substring(DIRECT.length()).replaceFirst("^/*", "").replaceFirst("\\?.*", "");
                found.put(application, delivery(route));
            }
        }
        return found;
    }

    private Delivery delivery(RouteDefinition route) {
        Set<String> accounts = new TreeSet<>();
        boolean onlyWay = true;
        Collection<ProcessorDefinition> steps =
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class);
        for (NamedNode step : steps) {
            onlyWay &= !(step instanceof ChoiceDefinition
                    || step instanceof FilterDefinition
                    || step instanceof TryDefinition);
            String uri = uri(step);
            if (uri != null) {
                String written = decoded(context.resolvePropertyPlaceholders(uri));
                onlyWay &= !SEVERAL_WAYS.matcher(written).find();
                for (Matcher named = ACCOUNT.matcher(written); named.find(); ) {
                    accounts.add(named.group(1) == null ? named.group(2) : named.group(1));
                }
            }
        }
        return new Delivery(route.getRouteId(), accounts, onlyWay);
    }

    private static String uri(NamedNode step) {
        if (step instanceof KameletDefinition kamelet) {
            return "kamelet:" + kamelet.getName();
        }
        if (step instanceof ToDynamicDefinition dynamic) {
            return dynamic.getUri();
        }
        return step instanceof EndpointRequiredDefinition endpoint ? endpoint.getEndpointUri() : null;
    }

    private static String decoded(String uri) {
        try {
            return URLDecoder.decode(uri, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return uri; // a per cent sign that encodes nothing
        }
    }
}

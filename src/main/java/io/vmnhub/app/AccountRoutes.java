// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/** Which applications deliver to an SMPP account, as their routes say. */
final class AccountRoutes {

    private static final String DIRECT = "direct:";

    private final CamelContext context;

    AccountRoutes(CamelContext context) {
        this.context = context;
    }

    /** The applications whose routes name the account, and the one of its name. */
    Set<String> applications(String account) {
        Set<String> applications = new TreeSet<>(Set.of(account));
        Pattern named = Pattern.compile("smpp-server:(//)?" + Pattern.quote(account) + "(?![!-~&&[^?,&]])|[?&]account="
                + Pattern.quote(account) + "(?![!-~&&[^,&]])");
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        for (RouteDefinition route : model.getRouteDefinitions()) {
            String from = route.getInput() == null ? null : route.getInput().getEndpointUri();
            if (from != null
                    && from.startsWith(DIRECT)
                    && outputs(route).stream()
                            .anyMatch(uri -> named.matcher(uri).find())) {
                applications.add(
                        from.substring(DIRECT.length()).replaceFirst("^/*", "").replaceFirst("\\?.*", ""));
            }
        }
        return applications;
    }

    private Set<String> outputs(RouteDefinition route) {
        Set<String> uris = new TreeSet<>();
        Collection<ProcessorDefinition> steps =
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class);
        for (NamedNode step : steps) {
            String uri = uri(step);
            if (uri != null) {
                uris.add(decoded(context.resolvePropertyPlaceholders(uri)));
            }
        }
        return uris;
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

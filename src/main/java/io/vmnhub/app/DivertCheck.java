// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.YamlFile;
import io.vmnhub.screening.Filter;
import io.vmnhub.screening.Outcome;
import io.vmnhub.screening.ScreeningRules;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.util.URISupport;

/**
 * Whether there is what the filters of {@code screening.yaml} divert messages to.
 *
 * @param context makes endpoints of their URIs
 * @param directs the names of the routes that begin with {@code direct:}
 */
public record DivertCheck(HubHome home, CamelContext context, Set<String> directs) {

    private static final String DIRECT = "direct:";
    private static final String KAMELET = "kamelet:";

    /** Of a running hub. */
    static DivertCheck running(HubHome home, CamelContext context) {
        return new DivertCheck(
                home,
                context,
                context.getRoutes().stream()
                        .map(route -> route.getEndpoint().getEndpointUri())
                        .filter(uri -> uri.startsWith(DIRECT))
                        .map(uri -> uri.substring(DIRECT.length()).replaceFirst("^//", ""))
                        .collect(Collectors.toSet()));
    }

    /** What is wrong, at its place in the file. */
    public List<Finding> check(ScreeningRules rules) {
        Path path = home.config().resolve("screening.yaml");
        List<Finding> errors = new ArrayList<>();
        List<Filter> filters = rules.filters();
        for (int i = 0; i < filters.size(); i++) {
            if (filters.get(i).outcome() instanceof Outcome.Divert divert) {
                Optional<String> problem = problem(divert);
                if (problem.isPresent()) {
                    errors.add(YamlFile.read(path)
                            .error("/filters/" + i + "/divertTo", "filters[" + i + "].divertTo: " + problem.get()));
                }
            }
        }
        return errors;
    }

    private Optional<String> problem(Outcome.Divert divert) {
        String target = divert.target();
        if (!divert.toEndpoint()) {
            return directs.contains(target)
                    ? Optional.empty()
                    : Optional.of("no route begins with direct:" + target + ": make routes/applications/" + target
                            + ".camel.yaml");
        }
        String path = target.split("\\?", 2)[0];
        if (path.startsWith(DIRECT)) {
            return directs.contains(path.substring(DIRECT.length()))
                    ? Optional.empty()
                    : Optional.of("no route begins with " + path);
        }
        try {
            Optional<String> unknown = path.startsWith(KAMELET)
                    ? unknownProperty(path.substring(KAMELET.length()), target)
                    : Optional.empty();
            if (unknown.isEmpty()) {
                context.getEndpoint(target);
            }
            return unknown;
        } catch (Exception e) {
            return Optional.of(new CamelErrorMessages((CatalogCamelContext) context).sentence(e));
        }
    }

    /** Camel itself takes unknown properties of a Kamelet without a word. */
    private Optional<String> unknownProperty(String name, String uri) throws URISyntaxException {
        Path file = home.connectors().resolve(name + ".kamelet.yaml");
        if (!Files.exists(file)) {
            return Optional.of("there is no Kamelet " + name);
        }
        Set<String> known = new TreeSet<>();
        JsonNode properties = YamlFile.read(file).json().at("/spec/definition/properties");
        properties.fieldNames().forEachRemaining(known::add);
        return URISupport.parseQuery(uri.contains("?") ? uri.split("\\?", 2)[1] : "").keySet().stream()
                .filter(key -> !known.contains(key))
                .findFirst()
                .map(key -> "Kamelet " + name + " has no property " + key + "; it has "
                        + (known.isEmpty() ? "none" : String.join(", ", known)));
    }
}

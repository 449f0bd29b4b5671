// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.config.HubHome;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.util.SensitiveUtils;

/**
 * Names of connectors' own options that hold secrets, for Camel to mask their values as it does those of its own:
 * properties of Kamelets with {@code format: password}, options of components with {@code secret}.
 */
public final class SecretOptions {

    private SecretOptions() {}

    /**
     * Has the context mask those of the Kamelets in a hub's folder.
     *
     * @throws IOException when the folder cannot be read
     */
    public static void mask(CamelContext context, HubHome home) throws IOException {
        mask(context, ofKamelets(RouteFiles.readKamelets(home).values()));
    }

    /** Those of Kamelets that Camel does not know as such. */
    static Set<String> ofKamelets(Collection<RouteFiles.Kamelet> kamelets) {
        Set<String> names = new TreeSet<>();
        for (RouteFiles.Kamelet kamelet : kamelets) {
            kamelet.yaml().at("/spec/definition/properties").fields().forEachRemaining(property -> {
                if (property.getValue().path("format").asText().equals("password")
                        || property.getValue().path("x-descriptors").toString().contains(":credentials\"")) {
                    names.add(property.getKey());
                }
            });
        }
        names.removeIf(SensitiveUtils::containsSensitive);
        return names;
    }

    /**
     * Those of a component.
     *
     * @param schema as it lies beside its class; null when there is none
     */
    static Set<String> ofComponent(String schema) throws JsonProcessingException {
        Set<String> names = new TreeSet<>();
        if (schema != null) {
            JsonNode options = new ObjectMapper().readTree(schema);
            for (String part : new String[] {"componentProperties", "properties"}) {
                options.path(part).fields().forEachRemaining(option -> {
                    if (option.getValue().path("secret").asBoolean()) {
                        names.add(option.getKey());
                    }
                });
            }
        }
        names.removeIf(SensitiveUtils::containsSensitive);
        return names;
    }

    /** Has the context mask the values of these besides those it masks already. */
    static void mask(CamelContext context, Set<String> names) {
        ExtendedCamelContext camel = context.getCamelContextExtension();
        Set<String> all = words(camel.getAdditionalSensitiveKeywords());
        if (all.addAll(names)) {
            camel.setAdditionalSensitiveKeywords(String.join(",", all));
        }
    }

    private static Set<String> words(String list) {
        return Arrays.stream(Objects.requireNonNullElse(list, "").split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

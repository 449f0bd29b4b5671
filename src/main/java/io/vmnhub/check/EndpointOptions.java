// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.config.DidYouMean;
import io.vmnhub.config.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;

/**
 * What the catalogue says of the options of endpoints: Camel's own catalogue, and for other components, the hub's and
 * those of jars in {@code connectors/lib}, the catalogue files that lie beside their classes. Not thread-safe.
 */
final class EndpointOptions {

    private static final Pattern OPEN = Pattern.compile("(\\{\\{.*?}}|\\$\\{.*?})");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.,:;/ -]*");
    private static final String ANYTHING = "#anything";

    private final CatalogCamelContext context;
    private final CamelCatalog catalog = new DefaultCamelCatalog(true);
    private final Set<String> known = new HashSet<>();

    EndpointOptions(CatalogCamelContext context) {
        this.context = context;
    }

    /** Each wrong option at its place. */
    List<Finding> check(List<EndpointUse> uses) {
        List<Finding> findings = new ArrayList<>();
        for (EndpointUse use : uses) {
            if (!use.scheme().equals("kamelet") && !use.parameters().isEmpty() && isKnown(use.scheme())) {
                problems(use)
                        .forEach((name, problem) -> findings.add(Finding.of(
                                use.file().path(),
                                use.file()
                                        .position(use.parameters().get(name).pointer())
                                        .line(),
                                problem)));
            }
        }
        return findings;
    }

    private Map<String, String> problems(EndpointUse use) {
        EndpointValidationResult result = catalog.validateEndpointProperties(uri(use));
        Map<String, String> problems = new LinkedHashMap<>();
        String scheme = use.scheme();
        for (String name : Optional.ofNullable(result.getUnknown()).orElse(Set.of())) {
            problems.put(name, scheme + " has no option " + name + DidYouMean.question(name, optionNames(scheme)));
        }
        Optional.ofNullable(result.getInvalidEnum()).orElse(Map.of()).forEach((name, value) -> {
            List<String> words = result.getEnumChoices(name);
            problems.put(
                    name,
                    is(scheme, name, value) + "one of " + String.join(", ", words) + DidYouMean.question(value, words));
        });
        wrong(result.getInvalidBoolean(), scheme, "true or false", problems);
        wrong(result.getInvalidInteger(), scheme, "a whole number", problems);
        wrong(result.getInvalidNumber(), scheme, "a number", problems);
        wrong(result.getInvalidDuration(), scheme, "a duration such as 500, 500ms, 5s or 1m", problems);
        problems.keySet().retainAll(use.parameters().keySet());
        return problems;
    }

    private static void wrong(Map<String, String> invalid, String scheme, String right, Map<String, String> problems) {
        Optional.ofNullable(invalid)
                .orElse(Map.of())
                .forEach((name, value) -> problems.put(name, is(scheme, name, value) + right));
    }

    private static String is(String scheme, String name, String value) {
        return "the option " + name + " of " + scheme + " is '" + value + "'; it must be ";
    }

    /** What is only known while the hub runs, and what a URI would have to escape, stands as a reference. */
    private static String uri(EndpointUse use) {
        StringJoiner query = new StringJoiner("&");
        use.parameters().forEach((name, parameter) -> {
            String value = parameter.plain();
            query.add(name + "=" + (PLAIN.matcher(value).matches() ? value : ANYTHING));
        });
        return use.scheme() + ":" + OPEN.matcher(use.path()).replaceAll("1") + "?" + query;
    }

    private boolean isKnown(String scheme) {
        if (known.contains(scheme) || catalog.componentJSonSchema(scheme) != null) {
            return true;
        }
        try {
            String schema = context.getComponentParameterJsonSchema(scheme);
            if (schema == null) {
                return false;
            }
            JsonNode component = new ObjectMapper().readTree(schema).path("component");
            catalog.addComponent(scheme, component.path("javaType").asText(), schema);
            return known.add(scheme);
        } catch (IOException e) {
            throw new UncheckedIOException("the options of the component " + scheme + " cannot be read", e);
        }
    }

    private List<String> optionNames(String scheme) {
        try {
            List<String> names = new ArrayList<>();
            new ObjectMapper()
                    .readTree(catalog.componentJSonSchema(scheme))
                    .path("properties")
                    .fieldNames()
                    .forEachRemaining(names::add);
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException("the options of the component " + scheme + " cannot be read", e);
        }
    }
}

package io.vmnhub;

import io.vmnhub.config.ConfigError;
import io.vmnhub.config.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * What Camel says of route and connector files when it makes routes of them. The context is never started: endpoints, expressions and
 * beans are made, and nothing consumes, connects or listens. Not thread-safe.
 */
final class RouteCheck {

    private final ModelCamelContext context;
    private final CamelWords words = new CamelWords();
    private final List<CheckFinding> findings = new ArrayList<>();
    private final Set<Path> refused = new HashSet<>();

    RouteCheck(ModelCamelContext context) {
        this.context = context;
    }

    /** @param files that are YAML; Kamelets first */
    List<CheckFinding> check(List<YamlFile> kamelets, List<YamlFile> routes) {
        kamelets.forEach(file -> load(file, true));
        Map<YamlFile, List<RouteDefinition>> loaded = new LinkedHashMap<>();
        routes.forEach(file -> loaded.put(file, load(file, false)));
        kamelets.stream().filter(file -> !refused.contains(file.path())).forEach(this::tryKamelet);
        loaded.forEach((file, definitions) -> {
            undefinedPlaceholders(file, "");
            definitions.forEach(definition -> tryRoute(file, definition));
        });
        return findings;
    }

    private List<RouteDefinition> load(YamlFile file, boolean kamelet) {
        Set<RouteDefinition> before = Collections.newSetFromMap(new IdentityHashMap<>());
        before.addAll(context.getRouteDefinitions());
        try {
            Resource resource = ResourceHelper.resolveMandatoryResource(context, "file:" + file.path());
            for (RoutesBuilder builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)) {
                builder.addRoutesToCamelContext(context);
                builder.addTemplatedRoutesToCamelContext(context);
            }
        } catch (Exception e) {
            refused.add(file.path());
            found(file, words.line(e).orElse(1), words.sentence(e));
        }
        return context.getRouteDefinitions().stream().filter(definition -> !before.contains(definition)).toList();
    }

    private void tryRoute(YamlFile file, RouteDefinition definition) {
        Set<String> ids = new HashSet<>();
        context.getRouteDefinitions().forEach(route -> ids.add(route.getId()));
        try {
            context.startRouteDefinitions(List.of(definition));
        } catch (Exception whole) {
            NodeCheck nodes = new NodeCheck(context, definition);
            List<NodeCheck.Failure> failures = nodes.failures();
            if (failures.isEmpty()) {
                found(file, nodes.line(), words.sentence(whole));
            }
            failures.forEach(failure -> found(file, failure.line(), words.sentence(failure.cause())));
        }
    }

    private void tryKamelet(YamlFile file) {
        RouteTemplateDefinition template = context.getRouteTemplateDefinition(file.json().at("/metadata/name").asText());
        if (template == null) {
            return;
        }
        KameletSample.of(file).ifPresent(sample -> {
            try {
                context.getEndpoint(sample.uri());
            } catch (Exception e) {
                refused.add(file.path());
                found(file, words.line(e).orElse(file.position("/spec/template").line()), words.sentence(e));
            }
        });
    }

    /** Names the placeholders of every value that Camel cannot replace, each at its place. */
    private void undefinedPlaceholders(YamlFile file, String pointer) {
        PlaceholderUse.in(file).forEach(use -> {
            try {
                context.resolvePropertyPlaceholders("{{" + use.name() + "}}");
            } catch (IllegalArgumentException e) {
                ConfigError error = file.error(use.pointer(), "the property " + use.name() + " is not set: set it in "
                        + "config/application.properties, or give a default as in {{" + use.name() + ":default}}");
                findings.add(CheckFinding.of(error));
            }
        });
    }

    private void found(YamlFile file, int line, String message) {
        findings.add(CheckFinding.of(file.path(), line, message));
    }
}

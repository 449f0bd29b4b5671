// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.app.CamelErrorMessages;
import io.vmnhub.config.DidYouMean;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubKey;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * What Camel says of route and connector files when it makes routes of them. The context is never started: endpoints,
 * expressions and beans are made, and nothing consumes, connects or listens. Not thread-safe.
 */
final class RouteCheck {

    private static final Pattern BEFORE_ROUTES = Pattern.compile("(\\w+) must be defined before any routes");

    private final ModelCamelContext context;
    private final CamelErrorMessages words;
    private final List<Finding> known;
    private final List<Finding> findings = new ArrayList<>();
    private final RouteSchema schema = new RouteSchema();
    private final Set<Path> refused = new HashSet<>();
    private final Set<String> refusedKamelets = new HashSet<>();

    /** @param known what is wrong with uses of Kamelets, so that it is not reported twice */
    RouteCheck(ModelCamelContext context, List<Finding> known) {
        this.context = context;
        this.words = new CamelErrorMessages((CatalogCamelContext) context);
        this.known = known;
    }

    /** Checks files that are YAML; Kamelets first. */
    List<Finding> check(List<YamlFile> kamelets, List<YamlFile> routes) {
        makeKameletsWhenUsed();
        kamelets.forEach(this::load);
        Map<YamlFile, List<RouteDefinition>> loaded = new LinkedHashMap<>();
        routes.forEach(file -> loaded.put(file, load(file)));
        kamelets.stream().filter(file -> !refused.contains(file.path())).forEach(this::tryKamelet);
        loaded.forEach((file, definitions) -> {
            undefinedPlaceholders(file, List.of());
            definitions.forEach(definition -> tryRoute(file, definition));
        });
        return findings;
    }

    private List<RouteDefinition> load(YamlFile file) {
        Set<RouteDefinition> before = Collections.newSetFromMap(new IdentityHashMap<>());
        before.addAll(context.getRouteDefinitions());
        try {
            Resource resource = ResourceHelper.resolveMandatoryResource(context, "file:" + file.path());
            for (RoutesBuilder builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)) {
                builder.addRoutesToCamelContext(context);
                builder.addTemplatedRoutesToCamelContext(context);
            }
        } catch (Exception | LinkageError e) {
            refused.add(file.path());
            List<Finding> wrong =
                    file.path().toString().endsWith(".kamelet.yaml") ? schema.template(file) : schema.routes(file);
            findings.addAll(wrong.isEmpty() ? List.of(refusal(file, e)) : wrong);
        }
        return context.getRouteDefinitions().stream()
                .filter(definition -> !before.contains(definition))
                .toList();
    }

    /** What Camel's reader says of a file that its own schema has nothing against. */
    private Finding refusal(YamlFile file, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked) {
                return Finding.of(
                        file.path(),
                        marked.getProblemMark().map(Mark::getLine).orElse(0) + 1,
                        words.sentence(new IllegalArgumentException(marked.getProblem())));
            }
        }
        String sentence = words.sentence(failure);
        Matcher late = BEFORE_ROUTES.matcher(sentence);
        return late.lookingAt() ? behindRoutes(file, late.group(1)) : Finding.of(file.path(), 1, sentence);
    }

    private static Finding behindRoutes(YamlFile file, String key) {
        int last = 0;
        for (int i = 0; i < file.json().size(); i++) {
            last = file.json().get(i).has(key) ? i : last;
        }
        return Finding.of(
                file.path(),
                file.position("/" + last + "/" + key).line(),
                key + " stands behind a route: put it before all routes of the file");
    }

    private void tryRoute(YamlFile file, RouteDefinition definition) {
        try {
            context.startRouteDefinitions(List.of(definition));
            new NodeCheck(context, definition, true).failures().forEach(failure -> found(file, failure));
        } catch (Exception | LinkageError whole) {
            NodeCheck nodes = new NodeCheck(context, definition, false);
            List<NodeCheck.Failure> failures = nodes.failures();
            if (failures.isEmpty()) {
                found(file, new NodeCheck.Failure(nodes.line(), nodes.line(), whole));
            }
            failures.forEach(failure -> found(file, failure));
        }
    }

    private void found(YamlFile file, NodeCheck.Failure failure) {
        boolean isKnown = CamelErrorMessages.isUndefinedPlaceholder(failure.cause())
                || CamelErrorMessages.kamelet(failure.cause())
                        .filter(refusedKamelets::contains)
                        .isPresent()
                || known.stream()
                        .anyMatch(other -> other.file().equals(file.path())
                                && other.line() >= failure.line()
                                && other.line() < failure.end());
        if (!isKnown) {
            findings.add(Finding.of(file.path(), failure.line(), words.sentence(failure.cause())));
        }
    }

    private void tryKamelet(YamlFile file) {
        RouteTemplateDefinition template = context.getRouteTemplateDefinition(
                file.json().at("/metadata/name").asText());
        if (template == null) {
            return;
        }
        List<String> own = new ArrayList<>();
        file.json().at("/spec/definition/properties").fieldNames().forEachRemaining(own::add);
        file.json()
                .at("/spec/template/beans")
                .forEach(bean -> own.add(bean.path("name").asText()));
        boolean defined = undefinedPlaceholders(file, own);
        beanClasses(file);
        KameletSample.of(file).ifPresent(sample -> {
            try {
                context.getEndpoint(sample.uri());
            } catch (Exception | LinkageError e) {
                refusedKamelets.add(template.getId());
                if (defined || !CamelErrorMessages.isUndefinedPlaceholder(e)) {
                    int line = template.getRoute().getOutputs().stream()
                            .filter(step -> CamelErrorMessages.isAbout(e, step.toString()))
                            .mapToInt(step -> step.getLineNumber())
                            .findFirst()
                            .orElse(file.position("/spec/template").line());
                    findings.add(Finding.of(file.path(), line, words.sentence(e)));
                }
            }
        });
    }

    /** Camel looks for the class of a bean when a step first asks for the bean. */
    private void beanClasses(YamlFile file) {
        JsonNode beans = file.json().at("/spec/template/beans");
        for (int i = 0; i < beans.size(); i++) {
            String type = beans.get(i).path("type").asText();
            if (type.startsWith("#class:")
                    && context.getClassResolver().resolveClass(type.substring(7).split("\\(", 2)[0]) == null) {
                findings.add(file.error(
                        "/spec/template/beans/" + i + "/type", CamelErrorMessages.noClass(type.substring(7))));
            }
        }
    }

    /**
     * Names the placeholders of every value that Camel cannot replace, each at its place.
     *
     * @param own names that the file itself defines
     * @return whether there are none
     */
    private boolean undefinedPlaceholders(YamlFile file, List<String> own) {
        boolean defined = true;
        for (PlaceholderUse use : PlaceholderUse.in(file)) {
            if (own.contains(use.name().split(":", 2)[0]) || use.pointer().startsWith("/spec/definition")) {
                continue;
            }
            try {
                context.resolvePropertyPlaceholders("{{" + use.name() + "}}");
            } catch (IllegalArgumentException e) {
                defined = false;
                findings.add(file.error(
                        use.pointer(),
                        "the property " + use.name() + " is not set"
                                + DidYouMean.question(
                                        use.name(),
                                        ownProperties(),
                                        () -> ": set it in config/application.properties, or give a default as in {{"
                                                + use.name() + ":default}}")));
            }
        }
        return defined;
    }

    /** Keys that an operator has made. */
    private Set<String> ownProperties() {
        return context.getPropertiesComponent()
                .loadProperties(key -> !key.startsWith("camel.") && !key.startsWith(HubKey.PREFIX))
                .stringPropertyNames();
    }

    /** A context that is not started collects the Kamelets in use to make them later; this one is never started. */
    private void makeKameletsWhenUsed() {
        context.getComponent("kamelet");
        for (LifecycleStrategy strategy : context.getLifecycleStrategies()) {
            if (strategy.getClass().getEnclosingClass() == KameletComponent.class) {
                try {
                    strategy.onContextInitialized(context);
                } catch (VetoCamelContextStartException e) {
                    throw new IllegalStateException("no Kamelet can be made: " + e.getMessage(), e);
                }
            }
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.Route;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.reifier.ProcessorReifier;
import org.apache.camel.spi.NodeIdFactory;
import org.apache.camel.support.PluginHelper;

/**
 * Finds which steps of a route cannot be made, when the route as a whole cannot: Camel itself stops at the first and
 * names its outermost step.
 */
final class NodeCheck {

    /**
     * @param line of the step
     * @param end the line of the step behind it
     */
    record Failure(int line, int end, Throwable cause) {}

    private final CamelContext context;
    private final RouteDefinition definition;
    private final boolean made;
    private final NavigableSet<Integer> lines = new TreeSet<>();

    /** @param made whether the route as a whole could be made, so that only wrong uses of endpoints are looked for */
    NodeCheck(CamelContext context, RouteDefinition definition, boolean made) {
        this.context = context;
        this.definition = definition;
        this.made = made;
    }

    /** Of each step that cannot be made; empty when each can by itself. */
    List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        Route route = null;
        if (definition.getInput() == null) {
            return List.of(new Failure(line(), line(), new IllegalArgumentException("the key from is missing")));
        }
        try {
            Endpoint input = context.getEndpoint(
                    context.resolvePropertyPlaceholders(definition.getInput().getEndpointUri()));
            EndpointUses.beginsRoute(input);
            NodeIdFactory ids = context.getCamelContextExtension().getContextPlugin(NodeIdFactory.class);
            route = PluginHelper.getRouteFactory(context)
                    .createRoute(
                            context,
                            definition,
                            definition.idOrCreate(ids),
                            null,
                            null,
                            input,
                            definition.getResource());
            route.setErrorHandlerFactory(definition.getErrorHandlerFactory());
        } catch (Exception | LinkageError e) {
            failures.add(new Failure(line(), line(), e));
        }
        for (ProcessorDefinition<?> node : definition.getOutputs()) {
            walk(route, node, failures);
        }
        return failures.stream()
                .map(found -> new Failure(
                        found.line(),
                        Optional.ofNullable(lines.higher(found.line())).orElse(Integer.MAX_VALUE),
                        found.cause()))
                .toList();
    }

    private void walk(Route route, ProcessorDefinition<?> node, List<Failure> failures) {
        lines.add(node.getLineNumber());
        attempt(node.getLineNumber(), () -> named(node), failures);
        if (node instanceof ChoiceDefinition choice) {
            for (WhenDefinition when : choice.getWhenClauses()) {
                attempt(when.getLineNumber(), () -> when.getExpression().createPredicate(context), failures);
                when.getOutputs().forEach(inner -> walk(route, inner, failures));
            }
            if (choice.getOtherwise() != null) {
                choice.getOtherwise().getOutputs().forEach(inner -> walk(route, inner, failures));
            }
        } else if (node.getOutputs().isEmpty()) {
            attempt(node.getLineNumber(), () -> make(route, node), failures);
        } else {
            if (node instanceof ExpressionNode with && with.getExpression() != null) {
                attempt(
                        node.getLineNumber(),
                        () -> node instanceof FilterDefinition
                                ? with.getExpression().createPredicate(context)
                                : with.getExpression().createExpression(context),
                        failures);
            }
            node.getOutputs().forEach(inner -> walk(route, inner, failures));
        }
        if (node instanceof TryDefinition tried) { // what it has from YAML is not among its outputs
            Stream.concat(
                            Stream.ofNullable(tried.getCatchClauses()).flatMap(List::stream),
                            Stream.ofNullable(tried.getFinallyClause()))
                    .filter(inner -> !node.getOutputs().contains(inner))
                    .forEach(inner -> walk(route, inner, failures));
        }
    }

    /** Finds the classes and beans that a step with others in it names: it is not made itself. */
    private Void named(ProcessorDefinition<?> node) throws ClassNotFoundException {
        if (node instanceof CatchDefinition caught) {
            for (String exception : caught.getExceptions()) {
                context.getClassResolver().resolveMandatoryClass(exception);
            }
        }
        String strategy = node instanceof MulticastDefinition copying
                ? copying.getAggregationStrategy()
                : node instanceof SplitDefinition splitting ? splitting.getAggregationStrategy() : null;
        if (strategy != null
                && !strategy.startsWith("#")
                && context.getRegistry().lookupByName(strategy) == null) {
            throw new NoSuchBeanException(strategy);
        }
        return null;
    }

    private Void make(Route route, ProcessorDefinition<?> node) throws Exception {
        if (!made && route != null) {
            ProcessorReifier.reifier(route, node).createProcessor();
        }
        EndpointUses.takesMessages(context, node);
        return null;
    }

    private static void attempt(int line, Callable<?> making, List<Failure> failures) {
        try {
            making.call();
        } catch (Exception | LinkageError e) {
            failures.add(new Failure(line, line, e));
        }
    }

    /** Where the route begins. */
    int line() {
        return Math.max(1, (definition.getInput() == null ? definition : definition.getInput()).getLineNumber());
    }
}

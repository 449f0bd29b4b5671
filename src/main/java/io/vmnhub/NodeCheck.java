package io.vmnhub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.reifier.ProcessorReifier;
import org.apache.camel.spi.NodeIdFactory;
import org.apache.camel.support.PluginHelper;

/** Finds which steps of a route cannot be made, when the route as a whole cannot: Camel itself stops at the first and names its outermost step. */
final class NodeCheck {

    /** @param line of the step */
    record Failure(int line, Exception cause) { }

    private final CamelContext context;
    private final RouteDefinition definition;

    NodeCheck(CamelContext context, RouteDefinition definition) {
        this.context = context;
        this.definition = definition;
    }

    /** Of each step that cannot be made; empty when each can by itself. */
    List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        Route route;
        try {
            Endpoint input = context.getEndpoint(context.resolvePropertyPlaceholders(definition.getInput().getEndpointUri()));
            NodeIdFactory ids = context.getCamelContextExtension().getContextPlugin(NodeIdFactory.class);
            route = PluginHelper.getRouteFactory(context).createRoute(context, definition, definition.idOrCreate(ids), null, null, input,
                    definition.getResource());
        } catch (Exception e) {
            failures.add(new Failure(definition.getInput().getLineNumber(), e));
            return failures;
        }
        route.setErrorHandlerFactory(definition.getErrorHandlerFactory());
        for (ProcessorDefinition<?> node : definition.getOutputs()) {
            walk(route, node, failures);
        }
        return failures;
    }

    private void walk(Route route, ProcessorDefinition<?> node, List<Failure> failures) {
        if (node instanceof ChoiceDefinition choice) {
            for (WhenDefinition when : choice.getWhenClauses()) {
                attempt(when.getLineNumber(), () -> when.getExpression().createPredicate(context), failures);
                when.getOutputs().forEach(inner -> walk(route, inner, failures));
            }
            if (choice.getOtherwise() != null) {
                choice.getOtherwise().getOutputs().forEach(inner -> walk(route, inner, failures));
            }
        } else if (node.getOutputs().isEmpty()) {
            attempt(node.getLineNumber(), () -> ProcessorReifier.reifier(route, node).createProcessor(), failures);
        } else {
            if (node instanceof ExpressionNode with && with.getExpression() != null) {
                attempt(node.getLineNumber(), () -> node instanceof FilterDefinition ? with.getExpression().createPredicate(context)
                        : with.getExpression().createExpression(context), failures);
            }
            node.getOutputs().forEach(inner -> walk(route, inner, failures));
        }
    }

    private static void attempt(int line, Callable<?> making, List<Failure> failures) {
        try {
            making.call();
        } catch (Exception e) {
            failures.add(new Failure(line, e));
        }
    }

    /** Where the route begins. */
    int line() {
        return Math.max(1, definition.getInput().getLineNumber());
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.util.URISupport;

/**
 * What a route does, as a tree: {@code {"kind": "filter", "label": "…", "steps": […]}}. Addresses are without their
 * queries, which may hold secrets.
 */
final class RouteSteps {

    private RouteSteps() {}

    static ObjectNode of(RouteDefinition route) {
        ObjectNode from = Pages.object()
                .put("kind", "from")
                .put("label", address(route.getInput().getEndpointUri()));
        ArrayNode steps = from.putArray("steps");
        route.getOutputs().forEach(step -> steps.add(step(step)));
        return from;
    }

    private static ObjectNode step(ProcessorDefinition<?> step) {
        ObjectNode form = Pages.object().put("kind", step.getShortName()).put("label", label(step));
        if (!step.getOutputs().isEmpty()) {
            ArrayNode steps = form.putArray("steps");
            step.getOutputs().forEach(inner -> steps.add(step(inner)));
        }
        return form;
    }

    private static String label(ProcessorDefinition<?> step) {
        if (step instanceof SendDefinition<?> send) {
            return address(send.getEndpointUri());
        }
        if (step instanceof ToDynamicDefinition dynamic) {
            return address(dynamic.getUri());
        }
        if (step instanceof ProcessDefinition process) {
            return String.valueOf(process.getRef());
        }
        if (step instanceof ExpressionNode node && node.getExpression() != null) {
            return node.getExpression().getLanguage() + ": "
                    + node.getExpression().getExpression();
        }
        return step.getDescription() == null ? "" : step.getDescription();
    }

    private static String address(String uri) {
        return uri == null ? "" : URISupport.sanitizeUri(uri.replaceFirst("\\?.*", ""));
    }
}

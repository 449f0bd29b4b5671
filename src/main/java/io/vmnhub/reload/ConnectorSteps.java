// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Ordered;
import org.apache.camel.Processor;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Has a step that works with a connector's classes, and what starts with its first message, find that connector's
 * loader as the thread's context class loader, by which libraries look for their drivers, serializers and services.
 */
public final class ConnectorSteps implements InterceptStrategy, Ordered {

    /** Next to the step: a step's own threads are to have the loader, too. */
    @Override
    public int getOrder() {
        return LOWEST;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor next) {
        return loader((ConnectorCamelContext) context, definition)
                .map(loader -> (Processor) new Scoped(loader, AsyncProcessorConverterHelper.convert(target)))
                .orElse(target);
    }

    private static Optional<JarLoader> loader(ConnectorCamelContext context, NamedNode definition) {
        if (definition instanceof ToDynamicDefinition dynamic) {
            return context.loaderOf(dynamic.getUri()).or(() -> ofKamelet(context, definition));
        }
        if (definition instanceof EndpointRequiredDefinition endpoint) {
            return context.loaderOf(endpoint.getEndpointUri());
        }
        return ofKamelet(context, definition);
    }

    private static Optional<JarLoader> ofKamelet(ConnectorCamelContext context, NamedNode definition) {
        return context.loaderOf(ProcessorDefinitionHelper.getRoute(definition));
    }

    private static final class Scoped extends DelegateAsyncProcessor {

        private final JarLoader loader;

        Scoped(JarLoader loader, AsyncProcessor step) {
            super(step);
            this.loader = loader;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            try (ContextClassLoader scope = ContextClassLoader.of(loader)) {
                return super.process(exchange, callback);
            }
        }
    }
}

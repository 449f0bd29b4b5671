// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Ordered;
import org.apache.camel.Processor;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.util.concurrent.CamelThreadFactory;

/**
 * Gives every step that may block its thread a {@link SinkPool} of its own, so that a server that does not answer holds
 * up neither the route threads nor the messages to other servers. What may block is every component that is not known
 * to work asynchronously. Such a component connects with the first message, not with the start of the hub, which a
 * server that is away would prevent.
 */
public final class BlockingSteps implements InterceptStrategy, Ordered {

    /** Components that never make a thread wait, the hub's own and Camel's. */
    private static final Set<String> ASYNCHRONOUS = Set.of(
            "amqp",
            "cxf",
            "inbox",
            "jms",
            "parlayx",
            "platform-http",
            "sms-webhook",
            "smpp-client",
            "smpp-server",
            "sql-batch",
            "ss7-map",
            "store",
            "vertx-http",
            "bean",
            "class",
            "controlbus",
            "direct",
            "kamelet",
            "language",
            "log",
            "mock",
            "seda",
            "stub",
            "timer",
            "validator",
            "xslt");

    private final SinkPool.Limits limits;
    private final Set<String> asynchronous;
    private ScheduledThreadPoolExecutor clock;

    /**
     * @param limits of each step's pool
     * @param asynchronous names of further components that never make a thread wait
     */
    public BlockingSteps(SinkPool.Limits limits, Set<String> asynchronous) {
        this.limits = limits;
        this.asynchronous = Set.copyOf(asynchronous);
    }

    /** Has the steps and components of {@code context} go by this; to be called before its routes are loaded. */
    public void join(CamelContext context) {
        clock = new ScheduledThreadPoolExecutor(
                1,
                new CamelThreadFactory(
                        context.getExecutorServiceManager().getThreadNamePattern(), "sink-deadlines", true));
        clock.setRemoveOnCancelPolicy(true);
        context.getCamelContextExtension().addInterceptStrategy(this);
        context.addLifecycleStrategy(new LazyProducers(this::mayBlock));
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopped(CamelContext stopped) {
                clock.shutdownNow();
            }
        });
    }

    /** Whether a component of this name may make a thread wait. */
    private boolean mayBlock(String scheme) {
        return !ASYNCHRONOUS.contains(scheme) && !asynchronous.contains(scheme);
    }

    /** The pool is next to the step: what counts and notes the step's ends counts refusals, too. */
    @Override
    public int getOrder() {
        return LOWEST;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor next) {
        return name(context, definition)
                .map(name -> (Processor)
                        new SinkPool(name, limits, context, clock, AsyncProcessorConverterHelper.convert(target)))
                .orElse(target);
    }

    /**
     * A processor that sends to the endpoint of {@code uri} and is not a step of a route; on a pool when it may block
     * and the steps of the context's routes are, too.
     */
    public static AsyncProcessor around(CamelContext context, String uri, AsyncProcessor processor) {
        return context.getCamelContextExtension().getInterceptStrategies().stream()
                .filter(BlockingSteps.class::isInstance)
                .map(BlockingSteps.class::cast)
                .findFirst()
                .filter(steps -> steps.mayBlock(scheme(uri)))
                .<AsyncProcessor>map(steps -> new SinkPool(scheme(uri), steps.limits, context, steps.clock, processor))
                .orElse(processor);
    }

    /** What a pool for the step is called; empty when it needs none. */
    private Optional<String> name(CamelContext context, NamedNode definition) {
        if (definition instanceof WireTapDefinition<?>) {
            return Optional.empty(); // has Camel's own threads
        }
        if (definition instanceof ToDynamicDefinition dynamic) {
            return blocking(context, dynamic.getUri());
        }
        if (definition instanceof EndpointRequiredDefinition endpoint) {
            return blocking(context, endpoint.getEndpointUri());
        }
        if (definition instanceof EnrichDefinition enrich) {
            return blocking(context, enrich.getExpression().getExpression());
        }
        return definition instanceof PollEnrichDefinition
                        || definition instanceof PollDefinition
                        || definition instanceof RecipientListDefinition<?>
                        || definition instanceof RoutingSlipDefinition<?>
                        || definition instanceof DynamicRouterDefinition<?>
                ? Optional.of(definition.getShortName())
                : Optional.empty();
    }

    private Optional<String> blocking(CamelContext context, String uri) {
        String scheme = scheme(uri);
        if (scheme.contains("{{")) {
            scheme = scheme(context.resolvePropertyPlaceholders(uri.substring(0, uri.indexOf("}}") + 2)) + ":");
        }
        return mayBlock(scheme) ? Optional.of(scheme) : Optional.empty();
    }

    private static String scheme(String uri) {
        String known = uri == null ? "" : uri;
        int end = known.startsWith("{{") ? known.indexOf(':', Math.max(known.indexOf("}}"), 0)) : known.indexOf(':');
        return end < 0 ? known : known.substring(0, end);
    }
}

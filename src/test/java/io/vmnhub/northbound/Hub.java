package io.vmnhub.northbound;

import io.vmnhub.northbound.messages.MessageSteps;
import io.vmnhub.sms.ShortMessage;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.main.Main;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A running Camel application with the shipped Kamelets, as the main class sets it up, fed without an SS7 side. */
final class Hub implements AutoCloseable {

    private final Main main = new Main();
    private final Map<String, AsyncProducer> producers = new ConcurrentHashMap<>();
    private final AtomicInteger callbacksTooMany = new AtomicInteger();

    Hub() {
        main.addInitialProperty("camel.main.name", "north");
        main.addInitialProperty("camel.main.autoConfigurationLogSummary", "false");
        main.addInitialProperty("camel.component.kamelet.location", "file:connectors");
        main.addInitialProperty("camel.component.kamelet.block", "false");
        main.addInitialProperty("camel.component.direct.block", "false");
        main.addInitialProperty("camel.dataformat.jackson.auto-discover-object-mapper", "true");
        main.addInitialProperty("camel.main.shutdownTimeout", "2");
        main.addInitialProperty("camel.main.routesIncludePattern", "false");
        main.init();
        Northbound.register(context());
        MessageSteps.bindIdle(context());
        DirectComponent ss7 = new DirectComponent();
        ss7.setBlock(false);
        context().addComponent("ss7-map", ss7);
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    Hub bind(String name, Object bean) {
        context().getRegistry().bind(name, bean);
        return this;
    }

    /** Adds routes in YAML. */
    Hub routes(String yaml) {
        return load(ResourceHelper.fromString("test.camel.yaml", yaml));
    }

    Hub routesFile(String path) {
        return load(ResourceHelper.resolveResource(context(), "file:" + path));
    }

    private Hub load(Resource resource) {
        try {
            PluginHelper.getRoutesLoader(context()).loadRoutes(resource);
            return this;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    Hub start() {
        main.start();
        return this;
    }

    /** Sends a message into {@code uri} on this thread, as a consumer does, and gives its exchange once it has ended. */
    CompletableFuture<Exchange> send(String uri, ShortMessage message, Map<String, Object> headers) {
        Exchange exchange = ExchangeBuilder.anExchange(context()).withBody(message)
                .withHeader("CamelSmsMessageId", message.id()).withHeader("CamelSmsText", message.text())
                .withHeader("CamelSmsApplication", "demo").build();
        exchange.getMessage().getHeaders().putAll(headers);
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        try {
            AsyncProducer producer = producers.computeIfAbsent(uri, this::producer);
            producer.process(exchange, doneSync -> {
                if (!ended.complete(exchange)) {
                    callbacksTooMany.incrementAndGet();
                }
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return ended;
    }

    private AsyncProducer producer(String uri) {
        try {
            AsyncProducer producer = context().getEndpoint(uri).createAsyncProducer();
            producer.start();
            return producer;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often an exchange was ended more than once. */
    int callbacksTooMany() {
        return callbacksTooMany.get();
    }

    Exchange sendAndWait(String uri) throws Exception {
        return send(uri, Messages.hello(), Map.of()).get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        main.stop();
    }
}

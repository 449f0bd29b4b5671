package io.vmnhub.northbound.store;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.northbound.Northbound;
import io.vmnhub.northbound.records.MessageRecord;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.UserDataHeader;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A Camel application with the shipped Kamelets and a store of its own, fed without an SS7 side. */
public final class StoreHub implements AutoCloseable {

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Queue<MessageRecord> records = new ConcurrentLinkedQueue<>();
    public final Broker broker;
    public final Store store;
    private final Main main = new Main();
    private final Map<String, AsyncProducer> producers = new ConcurrentHashMap<>();

    public StoreHub(BrokerSettings settings) {
        this(settings, failure -> failure instanceof UnsupportedOperationException);
    }

    /** @param hopeless which failures make dead letters */
    public StoreHub(BrokerSettings settings, Predicate<Throwable> hopeless) {
        broker = new Broker(settings);
        store = new Store(broker, metrics, hopeless, records::add);
        main.addInitialProperty("camel.main.name", "store");
        main.addInitialProperty("camel.main.autoConfigurationLogSummary", "false");
        main.addInitialProperty("camel.component.kamelet.location", "file:connectors");
        main.addInitialProperty("camel.component.kamelet.block", "false");
        main.addInitialProperty("camel.component.direct.block", "false");
        main.addInitialProperty("camel.main.shutdownTimeout", "4");
        main.addInitialProperty("camel.main.routesIncludePattern", "false");
        main.init();
        Northbound.register(context());
        context().getRegistry().bind("messageStore", store);
        context().getRegistry().bind("broker", broker);
    }

    static BrokerSettings settings(Path data) {
        return new BrokerSettings("", "", "", data, 100_000, 1_000_000, Optional.empty());
    }

    static BrokerSettings quota(Path data, long quota) {
        return new BrokerSettings("", "", "", data, quota, 1_000_000, Optional.empty());
    }

    public static ShortMessage message(String id, String text) {
        return new ShortMessage(id, Address.international("447700900001"), "447785016005", Instant.parse("2026-11-21T22:20:07.123Z"),
                new SmsDeliver(false, false, false, false, Address.international("447700900123"), 0, new DataCodingScheme(8),
                        Optional.of(OffsetDateTime.parse("2026-11-22T04:05:06+05:45")), UserDataHeader.NONE,
                        text.getBytes(java.nio.charset.StandardCharsets.UTF_16BE), text));
    }

    CamelContext context() {
        return main.getCamelContext();
    }

    public StoreHub bind(String name, Object bean) {
        context().getRegistry().bind(name, bean);
        return this;
    }

    public StoreHub routes(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(context()).loadRoutes(ResourceHelper.fromString("test.camel.yaml", yaml));
        return this;
    }

    public StoreHub start() {
        main.start();
        return this;
    }

    /** Sends a message as the application's route gets it; the future has the failure or null. */
    public CompletableFuture<Exception> send(String uri, ShortMessage message) throws Exception {
        Exchange exchange = ExchangeBuilder.anExchange(context()).withBody(message).withHeader("CamelSmsMessageId", message.id())
                .withHeader("CamelSmsText", message.text()).withHeader("CamelSmsApplication", uri.replace("direct:", ""))
                .withHeader("CamelSmsDestinationAddress", "447700900001").withHeader("CamelSs7MapVersion", 3).build();
        CompletableFuture<Exception> ended = new CompletableFuture<>();
        AsyncProducer producer = producers.computeIfAbsent(uri, this::producer);
        producer.process(exchange, doneSync -> ended.complete(exchange.getException()));
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

    public double counted(String application, String outcome) {
        return store.count(application, outcome).count();
    }

    @Override
    public void close() {
        main.stop();
        store.close();
        broker.close();
    }
}

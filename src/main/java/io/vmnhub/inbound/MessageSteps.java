// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.cluster.Cluster;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.numbering.MessagePolicies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * The steps that {@code routes/inbound.camel.yaml} has for the form of messages: {@value #EIGHT_BIT_TEXT},
 * {@value #DUPLICATES} and {@value #WHOLE_MESSAGES}, in this order, bound to the context by {@link #bind}. Their data
 * is in one folder, which belongs to one hub.
 */
public final class MessageSteps implements AutoCloseable {

    /** The registry names of the steps. */
    public static final String DUPLICATES = "duplicates";

    public static final String WHOLE_MESSAGES = "wholeMessages";
    public static final String EIGHT_BIT_TEXT = "eightBitText";

    private static final int JOINING_THREADS = 4;
    private static final int FARM_THREADS = 4;

    private final ConfirmedIdentities confirmed;
    private final LongMessageStore store;
    private final Optional<PartBackups> backups;
    private final JoinedStore joined;
    private final FormerDeadLetters former;
    private final LongMessageMetrics counters;
    private final ExecutorService joining;
    private final ExecutorService answers;

    /**
     * Opens the folder and begins to work.
     *
     * @param folder for the identities of confirmed messages and the parts of long ones
     * @param identities how many identities of confirmed messages are remembered
     * @param cluster the farm; empty for a hub by itself
     * @param joined where long messages go once all their parts have come
     * @throws IOException when the folder cannot be used
     */
    public MessageSteps(
            CamelContext context,
            Path folder,
            MessagePolicies policies,
            int identities,
            LongMessageLimits limits,
            JoinedStore joined,
            Optional<Cluster> cluster,
            MeterRegistry metrics)
            throws IOException {
        this.joined = joined;
        confirmed =
                new ConfirmedIdentities(folder.resolve("confirmed.identities"), identities, policies::duplicatesWithin);
        joining = context.getExecutorServiceManager().newFixedThreadPool(this, "long-message-join", JOINING_THREADS);
        answers = context.getExecutorServiceManager().newFixedThreadPool(this, "long-message-answer", 2);
        ObjectMapper mapper = ShortMessageModule.objectMapper();
        counters = new LongMessageMetrics(metrics);
        former = new FormerDeadLetters(folder.resolve("dead-letters"), mapper);
        WholeDelivery delivery = new WholeDelivery(context::isStarted, policies, mapper, joined, counters, joining);
        Optional<FarmDeliveries> farm = cluster.map(nodes -> new FarmDeliveries(
                nodes, context.getExecutorServiceManager().newFixedThreadPool(this, "farm-deliveries", FARM_THREADS)));
        Optional<FarmParts> parts = cluster.map(nodes -> new FarmParts(nodes, answers));
        backups = parts.map(owners -> new PartBackups(folder.resolve("copies"), limits.parts(), owners, answers));
        store = new LongMessageStore(
                folder.resolve("parts"),
                limits,
                counters,
                confirmed::add,
                delivery,
                answers,
                parts.map(PartMoves.Farm.class::cast).orElse(PartMoves.Farm.NONE));
        try {
            if (parts.isPresent()) {
                parts.get().use(store, backups.orElseThrow());
                startCopies(backups.get(), metrics);
            }
            store.start();
            parts.ifPresent(FarmParts::start);
        } catch (IOException | RuntimeException e) {
            confirmed.close();
            throw e;
        }
        bind(
                context,
                new DuplicatesProcessor(policies, confirmed, farm, metrics),
                new WholeMessagesProcessor(
                        policies, parts.map(PartStore.class::cast).orElse(store), mapper),
                new EightBitTextProcessor(policies));
    }

    private static void startCopies(PartBackups copies, MeterRegistry metrics) throws IOException {
        copies.start();
        Gauge.builder("vmnhub.parts.copies", copies, PartBackups::size)
                .description("Parts that are kept for other nodes, which put their messages together")
                .register(metrics);
    }

    /** What becomes of joined messages is counted here. */
    public LongMessageMetrics metrics() {
        return counters;
    }

    /** Moves the dead letters of earlier versions to where they are kept now, on a thread of its own. */
    public void moveFormerDeadLetters() {
        joining.execute(() -> former.moveTo(joined));
    }

    /** Binds steps that do nothing, for a hub that is only looked at. */
    public static void bindIdle(CamelContext context) {
        AsyncProcessor idle = new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                callback.done(true);
                return true;
            }
        };
        bind(context, idle, idle, idle);
    }

    private static void bind(
            CamelContext context, Processor duplicates, Processor wholeMessages, Processor eightBitText) {
        context.getRegistry().bind(DUPLICATES, Processor.class, duplicates);
        context.getRegistry().bind(WHOLE_MESSAGES, Processor.class, wholeMessages);
        context.getRegistry().bind(EIGHT_BIT_TEXT, Processor.class, eightBitText);
    }

    /** To be called once the routes have stopped. */
    @Override
    public void close() {
        store.close();
        backups.ifPresent(PartBackups::close);
        answers.shutdown();
        joining.shutdown();
        try {
            if (!answers.awaitTermination(5, TimeUnit.SECONDS)) {
                answers.shutdownNow();
            }
            confirmed.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("the identities of confirmed messages cannot be written", e);
        }
    }
}

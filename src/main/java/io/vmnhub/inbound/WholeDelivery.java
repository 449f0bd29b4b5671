// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.exchange.FinalRefusals;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.SmsHeaders;
import io.vmnhub.log.FailureReason;
import io.vmnhub.log.ThrottledLog;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.records.MessageRecord;
import io.vmnhub.records.RecordLog;
import io.vmnhub.sms.EightBitText;
import io.vmnhub.sms.PartJoiner;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.UnmappableTextException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.slf4j.LoggerFactory;

/**
 * Joins the parts of a long message and hands it to its application's route, {@code direct:<application>}. A route that
 * ends well has the message. One that refuses it for good makes it a dead letter, and so do parts that nobody can read.
 * Thread-safe.
 */
final class WholeDelivery implements LongMessageStore.Recipient {

    private final ThrottledLog lines = new ThrottledLog(LoggerFactory.getLogger(WholeDelivery.class));
    private final CamelContext context;
    private final Contexts contexts;
    private final ObjectMapper mapper;
    private final DeadLetters deadLetters;
    private final LongMessageMetrics metrics;
    private final Executor executor;
    private final Consumer<MessageRecord> records;
    private final PartJoiner joiner = new PartJoiner();
    private final Map<String, AsyncProducer> producers = new ConcurrentHashMap<>();

    WholeDelivery(
            CamelContext context,
            MessagePolicies policies,
            ObjectMapper mapper,
            DeadLetters deadLetters,
            LongMessageMetrics metrics,
            Executor executor) {
        this.context = context;
        contexts = new Contexts(policies);
        this.mapper = mapper;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.executor = executor;
        RecordLog log = context.getRegistry().findSingleByType(RecordLog.class);
        records = log == null ? record -> {} : log;
    }

    @Override
    public boolean ready() {
        return context.isStarted();
    }

    @Override
    public void take(String application, List<byte[]> parts, boolean hopeless, Consumer<Boolean> taken) {
        executor.execute(() -> {
            try {
                deliver(application, parts, hopeless, taken);
            } catch (Exception e) {
                lines.warn(
                        application,
                        FailureReason.of(e),
                        () -> "A long message for application " + application + " cannot be delivered and is kept: "
                                + FailureReason.of(e));
                taken.accept(false);
            }
        });
    }

    private void deliver(String application, List<byte[]> parts, boolean hopeless, Consumer<Boolean> taken)
            throws Exception {
        List<ShortMessage> read = new ArrayList<>(parts.size());
        for (byte[] part : parts) {
            read.add(mapper.readValue(part, ShortMessage.class));
        }
        MessagePolicy policy = contexts.create(application, read.get(0)).policy();
        ShortMessage message;
        try {
            message = joiner.join(read, policy.eightBit());
        } catch (UnmappableTextException e) {
            putAside(application, joiner.join(read, EightBitText.BINARY), e.getMessage(), taken);
            return;
        }
        boolean whole = message.joined().orElseThrow().isWhole();
        if (hopeless) {
            putAside(application, message, "the application's route has failed for too long", taken);
        } else if (!whole && policy.incomplete() == MessagePolicy.Incomplete.DEAD_LETTER) {
            putAside(application, message, "parts are missing", taken);
        } else {
            send(application, message, exchange -> ended(application, message, exchange, taken));
        }
    }

    private void send(String application, ShortMessage message, Consumer<Exchange> whenEnded) throws Exception {
        AsyncProducer producer = producer(application);
        Exchange exchange = producer.getEndpoint().createExchange();
        SmsHeaders.write(message, exchange.getMessage());
        exchange.getMessage().setHeader(SmsConstants.APPLICATION, application);
        contexts.create(application, message).attach(exchange);
        MessageTrail.begin(exchange);
        producer.process(exchange, doneSync -> whenEnded.accept(exchange));
    }

    /** Delivers a dead letter, which is none any more when its route ends well. */
    CompletableFuture<Boolean> again(String application, ShortMessage message) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                send(application, message, exchange -> {
                    try {
                        if (isTaken(exchange)) {
                            deadLetters.remove(application, message.id());
                            delivered(application, message, exchange);
                        }
                        taken.complete(isTaken(exchange));
                    } catch (IOException e) {
                        taken.completeExceptionally(e);
                    }
                });
            } catch (Exception e) {
                taken.completeExceptionally(e);
            }
        });
        return taken;
    }

    private static boolean isTaken(Exchange exchange) {
        return exchange.getException() == null && !exchange.isRollbackOnly() && !exchange.isRollbackOnlyLast();
    }

    private void delivered(String application, ShortMessage message, Exchange exchange) {
        metrics.delivered();
        MessageTrail trail = MessageTrail.of(exchange).orElseThrow();
        if (trail.acknowledged() != MessageOutcome.STORED) { // that one ends later
            records.accept(MessageRecord.ended(trail.acknowledged(), message.id(), application, null, null, trail));
        }
    }

    private void ended(String application, ShortMessage message, Exchange exchange, Consumer<Boolean> taken) {
        Exception failure = exchange.getException();
        if (isTaken(exchange)) {
            taken.accept(true);
            delivered(application, message, exchange);
            return;
        }
        if (failure != null && FinalRefusals.contain(failure)) {
            try {
                putAside(
                        application,
                        message,
                        "the application's route refuses it: " + FailureReason.of(failure),
                        taken);
                return;
            } catch (IOException e) {
                lines.warn(
                        application,
                        "dead letter",
                        () -> "SMS " + message.id() + " for application " + application
                                + " cannot be written as a dead letter and is kept: " + e.getMessage());
            }
        }
        String reason = failure == null ? "the route rolled back" : FailureReason.of(failure);
        lines.info(
                application,
                reason,
                () -> "SMS " + message.id() + " for application " + application + " was not delivered and is kept: "
                        + reason);
        taken.accept(false);
    }

    private void putAside(String application, ShortMessage message, String reason, Consumer<Boolean> taken)
            throws IOException {
        deadLetters.put(application, message, reason);
        metrics.deadLetter();
        records.accept(MessageRecord.ended(MessageOutcome.DEAD, message.id(), application, reason, null, null));
        taken.accept(true);
    }

    private AsyncProducer producer(String application) throws Exception {
        AsyncProducer known = producers.get(application);
        if (known == null) {
            AsyncProducer made = context.getEndpoint("direct:" + application).createAsyncProducer();
            made.start();
            known = producers.putIfAbsent(application, made);
            known = known == null ? made : known;
        }
        return known;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.exchange.MessageContext;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.SmsHeaders;
import io.vmnhub.inbound.MessageSteps;
import io.vmnhub.log.FailureReason;
import io.vmnhub.management.RouteState;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.sms.ShortMessage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;

/**
 * Sends messages through the routes of applications, {@code direct:<application>}, for operators and not for an SMSC:
 * they are neither screened nor looked for among those that have come before. Thread-safe.
 */
public final class ApplicationRoutes {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

    private final Map<String, AsyncProducer> producers = new ConcurrentHashMap<>();
    private final CamelContext context;
    private final MessagePolicies policies;

    public ApplicationRoutes(CamelContext context, MessagePolicies policies) {
        this.context = context;
        this.policies = policies;
    }

    /**
     * What became of a message.
     *
     * @param reason why it was not confirmed
     */
    record Sent(String messageId, MessageOutcome outcome, Optional<String> reason, Duration took, MessageTrail trail) {

        /** One that is delivered later from where it waits. */
        static Sent queued(String messageId) {
            return new Sent(messageId, MessageOutcome.STORED, Optional.empty(), Duration.ZERO, new MessageTrail());
        }
    }

    /**
     * @return what became of it; nobody waits for that
     * @throws ProblemException 409 when the application has no route that runs
     */
    CompletableFuture<Sent> send(String application, ShortMessage message) throws Exception {
        if (context.getRoutes().stream().noneMatch(route -> isRunning(route, "direct://" + application))) {
            throw ProblemException.of(
                    409, "no route that begins with direct:" + application + " runs, so nobody would take it");
        }
        AsyncProducer producer = producer(application);
        Exchange exchange = producer.getEndpoint().createExchange();
        SmsHeaders.write(message, exchange.getMessage());
        exchange.getMessage().setHeader(SmsConstants.APPLICATION, application);
        MessageContext.answeredBy(
                        System.nanoTime() + ANSWER_WITHIN.toNanos(),
                        application,
                        policies.of(application, message.destinationAddress().value()),
                        Optional.of(message))
                .attach(exchange);
        MessageTrail trail = MessageTrail.begin(exchange);
        long begun = System.nanoTime();
        CompletableFuture<Sent> ended = new CompletableFuture<>();
        context.getRegistry()
                .lookupByNameAndType(MessageSteps.EIGHT_BIT_TEXT, Processor.class)
                .process(exchange);
        if (exchange.getException() != null) {
            ended.complete(sent(message.id(), exchange, trail, begun));
        } else {
            producer.process(exchange, doneSync -> ended.complete(sent(message.id(), exchange, trail, begun)));
        }
        return ended;
    }

    private boolean isRunning(Route route, String from) {
        return route.getEndpoint().getEndpointBaseUri().equals(from)
                && RouteState.of(route).isStarted();
    }

    private static Sent sent(String id, Exchange exchange, MessageTrail trail, long begun) {
        Exception failure = exchange.getException();
        boolean rolledBack = exchange.isRollbackOnly() || exchange.isRollbackOnlyLast();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        return failure == null && !rolledBack
                ? new Sent(id, trail.acknowledged(), Optional.empty(), took, trail)
                : new Sent(
                        id,
                        MessageOutcome.FAILED,
                        Optional.of(failure == null ? "the route rolled back" : FailureReason.of(failure)),
                        took,
                        trail);
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

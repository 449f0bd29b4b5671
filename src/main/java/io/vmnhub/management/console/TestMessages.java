// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.exchange.MessageContext;
import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.SmsHeaders;
import io.vmnhub.log.FailureReason;
import io.vmnhub.management.Pages;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.screening.Explanation;
import io.vmnhub.sms.MessageIdGenerator;
import io.vmnhub.sms.ShortMessage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;

/**
 * Sends applications messages that no SMSC has sent: through their routes, {@code direct:<application>}, without
 * screening. Thread-safe.
 */
public final class TestMessages {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

    private final MessageIdGenerator ids = new MessageIdGenerator();
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, AsyncProducer> producers = new ConcurrentHashMap<>();
    private final CamelContext context;

    public TestMessages(CamelContext context) {
        this.context = context;
    }

    /** @return what became of it; never waits for that */
    CompletableFuture<ObjectNode> begin(String application, TestMessageForm form) throws Exception {
        if (context.getRoutes().stream().noneMatch(route -> isRunning(route, "direct://" + application))) {
            throw ProblemException.of(
                    409, "no route that begins with direct:" + application + " runs, so nobody would take it");
        }
        ShortMessage message = Explanation.message(ids.next(), form.smsc(), form.from(), form.to(), form.text(), 0);
        AsyncProducer producer = producer(application);
        Exchange exchange = producer.getEndpoint().createExchange();
        SmsHeaders.write(message, exchange.getMessage());
        exchange.getMessage().setHeader(SmsConstants.APPLICATION, application);
        MessageContext.answeredBy(
                        System.nanoTime() + ANSWER_WITHIN.toNanos(),
                        application,
                        MessagePolicy.DEFAULT,
                        Optional.of(message))
                .attach(exchange);
        MessageTrail trail = MessageTrail.begin(exchange);
        long begun = System.nanoTime();
        CompletableFuture<ObjectNode> ended = new CompletableFuture<>();
        producer.process(exchange, doneSync -> ended.complete(form(message.id(), exchange, trail, begun)));
        return ended;
    }

    private boolean isRunning(Route route, String from) {
        return route.getEndpoint().getEndpointBaseUri().equals(from)
                && context.getRouteController()
                        .getRouteStatus(route.getRouteId())
                        .isStarted();
    }

    private ObjectNode form(String id, Exchange exchange, MessageTrail trail, long begun) {
        Exception failure = exchange.getException();
        boolean rolledBack = exchange.isRollbackOnly() || exchange.isRollbackOnlyLast();
        ObjectNode form = Pages.object()
                .put("messageId", id)
                .put(
                        "outcome",
                        failure != null || rolledBack
                                ? "failed"
                                : trail.acknowledged().word())
                .put("tookMillis", Duration.ofNanos(System.nanoTime() - begun).toMillis());
        if (failure != null || rolledBack) {
            form.put("reason", failure == null ? "the route rolled back" : FailureReason.of(failure));
        }
        form.set("routes", mapper.valueToTree(trail.routes()));
        form.set("sinks", mapper.valueToTree(trail.sinks()));
        return form;
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

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.sms.ShortMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuplicatesProcessorTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    private DefaultCamelContext context;
    private ConfirmedIdentities confirmed;
    private final ConcurrentLinkedQueue<Delivery> deliveries = new ConcurrentLinkedQueue<>();

    private record Delivery(Exchange exchange, AsyncCallback callback) {

        void confirm() {
            callback.done(false);
        }

        void fail(Exception reason) {
            exchange.setException(reason);
            callback.done(false);
        }
    }

    @BeforeEach
    void start() throws Exception {
        start(MessagePolicy.DEFAULT, LONG);
    }

    private void start(MessagePolicy settings, Duration givenUpAfter) throws Exception {
        confirmed = new ConfirmedIdentities(folder.resolve("confirmed"), 1_024, () -> Duration.ofHours(24));
        AsyncProcessor application = new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                deliveries.add(new Delivery(exchange, callback));
                return false;
            }
        };
        context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:in")
                        .process(new DuplicatesProcessor(
                                Parts.policies(settings),
                                confirmed,
                                Optional.empty(),
                                new SimpleMeterRegistry(),
                                givenUpAfter))
                        .process(application);
            }
        });
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.stop();
        confirmed.close();
    }

    private void restart(MessagePolicy settings, Duration givenUpAfter) throws Exception {
        stop();
        start(settings, givenUpAfter);
    }

    private CompletableFuture<Exchange> send(ShortMessage message) throws Exception {
        AsyncProducer producer = context.getEndpoint("direct:in").createAsyncProducer();
        producer.start();
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getMessage().setBody(message);
        exchange.getMessage().setHeader(SmsConstants.APPLICATION, "acme");
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        producer.process(exchange, doneSync -> {
            if (!ended.complete(exchange)) {
                throw new AssertionError("ended twice");
            }
        });
        return ended;
    }

    private static Exception outcome(CompletableFuture<Exchange> ended) throws Exception {
        return ended.get(5, TimeUnit.SECONDS).getException();
    }

    @Test
    void aRepeatDuringProcessingWaitsForTheSameConfirmation() throws Exception {
        CompletableFuture<Exchange> first = send(Parts.hello());
        CompletableFuture<Exchange> second = send(Parts.hello());
        CompletableFuture<Exchange> third = send(Parts.hello());
        assertThat(deliveries).hasSize(1);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        deliveries.remove().confirm();
        assertThat(outcome(first)).isNull();
        assertThat(outcome(second)).isNull();
        assertThat(outcome(third)).isNull();
        assertThat(deliveries).isEmpty();
    }

    @Test
    void aRepeatDuringProcessingWaitsForTheSameFailure() throws Exception {
        CompletableFuture<Exchange> first = send(Parts.hello());
        CompletableFuture<Exchange> second = send(Parts.hello());
        IllegalStateException failure = new IllegalStateException("the application is down");
        deliveries.remove().fail(failure);
        assertThat(outcome(first)).isSameAs(failure);
        assertThat(outcome(second)).isSameAs(failure);
    }

    @Test
    void aMessageThatWasLeftWithoutAnAnswerIsNotTakenForDelivered() throws Exception {
        CompletableFuture<Exchange> first = send(Parts.hello());
        Delivery silent = deliveries.remove();
        silent.exchange().setProperty(Ss7MapConstants.NO_ANSWER, "screening rule a");
        silent.confirm();
        assertThat(outcome(first)).isNull();
        send(Parts.hello());
        assertThat(deliveries).hasSize(1);
        deliveries.remove().confirm();
    }

    @Test
    void aRepeatAfterSuccessIsAcknowledgedAndNotDelivered() throws Exception {
        CompletableFuture<Exchange> first = send(Parts.hello());
        deliveries.remove().confirm();
        assertThat(outcome(first)).isNull();
        assertThat(outcome(send(Parts.hello()))).isNull();
        assertThat(deliveries).isEmpty();
    }

    @Test
    void aRepeatAfterFailureIsTriedAgain() throws Exception {
        CompletableFuture<Exchange> first = send(Parts.hello());
        deliveries.remove().fail(new IllegalStateException("down"));
        assertThat(outcome(first)).isNotNull();
        CompletableFuture<Exchange> second = send(Parts.hello());
        assertThat(deliveries).hasSize(1);
        deliveries.remove().confirm();
        assertThat(outcome(second)).isNull();
    }

    @Test
    void aRepeatAfterARestartIsAcknowledgedWhenTheFirstWasConfirmed() throws Exception {
        CompletableFuture<Exchange> first = send(Parts.hello());
        deliveries.remove().confirm();
        assertThat(outcome(first)).isNull();
        restart(MessagePolicy.DEFAULT, LONG);
        assertThat(outcome(send(Parts.hello()))).isNull();
        assertThat(deliveries).isEmpty();
    }

    @Test
    void anApplicationThatWantsRepeatsGetsThem() throws Exception {
        MessagePolicy usual = MessagePolicy.DEFAULT;
        restart(
                new MessagePolicy(
                        usual.eightBit(),
                        usual.longMessages(),
                        usual.incompleteAfter(),
                        usual.incomplete(),
                        MessagePolicy.Duplicates.DELIVER,
                        usual.duplicatesWithin()),
                LONG);
        send(Parts.hello());
        send(Parts.hello());
        assertThat(deliveries).hasSize(2);
        deliveries.forEach(Delivery::confirm);
    }

    @Test
    void otherMessagesPassWhileOneWaits() throws Exception {
        send(Parts.hello());
        Parts.of("other", 1, 2).forEach(part -> assertThat(catchSend(part)).isNotDone());
        assertThat(deliveries).hasSize(3);
        deliveries.forEach(Delivery::confirm);
    }

    private CompletableFuture<Exchange> catchSend(ShortMessage message) {
        try {
            return send(message);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDeliveryThatNeverEndsGivesWayToTheRepeatAndStillCountsWhenItEndsAtLast() throws Exception {
        restart(MessagePolicy.DEFAULT, Duration.ofNanos(1));
        CompletableFuture<Exchange> first = send(Parts.hello());
        CompletableFuture<Exchange> second = send(Parts.hello());
        assertThat(deliveries).hasSize(2);
        Delivery late = deliveries.remove();
        deliveries.remove().fail(new IllegalStateException("down"));
        assertThat(outcome(second)).isNotNull();
        late.confirm();
        assertThat(outcome(first)).isNull();
        assertThat(outcome(send(Parts.hello()))).isNull();
        assertThat(deliveries).isEmpty();
    }

    @Test
    void moreRepeatsThanAnSmscMakesAreRefusedRatherThanKept() throws Exception {
        send(Parts.hello());
        List<CompletableFuture<Exchange>> repeats = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            repeats.add(send(Parts.hello()));
        }
        assertThat(repeats.stream().filter(CompletableFuture::isDone)).hasSize(4);
        deliveries.remove().confirm();
        assertThat(repeats).allMatch(CompletableFuture::isDone);
    }
}

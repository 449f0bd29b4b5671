// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmnhub.numbering.MessagePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A component that a jar has brought, whose server does what the body of a message says. */
@Timeout(60)
class BlockingStepsTest {

    private static final int THREADS = 2;
    private static final int IN_PROGRESS = 4;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger starts = new AtomicInteger();
    private final List<AsyncCallback> unanswered = new ArrayList<>();
    private volatile boolean away;

    private final class Sink extends DefaultAsyncProducer {

        Sink(Endpoint endpoint) {
            super(endpoint);
        }

        @Override
        protected void doStart() {
            boolean blocking = getEndpoint().getEndpointUri().startsWith("pager");
            starts.addAndGet(blocking ? 1 : 0);
            if (away && blocking) {
                throw new IllegalStateException("the server is away");
            }
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            calls.incrementAndGet();
            switch (exchange.getMessage().getBody(String.class)) {
                case "block" -> {
                    waitForRelease();
                    callback.done(true);
                }
                case "throw" -> throw new IllegalStateException("a sink that throws");
                case "silence" -> {
                    unanswered.add(callback);
                    return false;
                }
                case "refuse after the end" -> {
                    callback.done(true);
                    exchange.setException(new IllegalStateException("503"));
                    return false;
                }
                default -> {
                    exchange.getMessage().setBody(Thread.currentThread().getName());
                    callback.done(true);
                }
            }
            return true;
        }

        private void waitForRelease() {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class Component extends DefaultComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    return new Sink(this);
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }

    @BeforeEach
    void prepare() throws Exception {
        new BlockingSteps(new SinkPool.Limits(THREADS, IN_PROGRESS, Duration.ofSeconds(1)), Set.of("patient"))
                .join(context);
        context.addComponent("pager", new Component());
        context.addComponent("patient", new Component());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:one").to("pager:one");
                from("direct:other").to("pager:other");
                from("direct:named").to("{{place}}");
                from("direct:dynamic").toD("pager:${header.place}");
                from("direct:asynchronous").to("patient:one");
            }
        });
        context.getPropertiesComponent().addOverrideProperty("place", "pager:named");
    }

    @AfterEach
    void stop() {
        released.countDown();
        context.stop();
    }

    private CompletableFuture<Exchange> send(String uri, String body) throws Exception {
        return send(
                uri,
                ExchangeBuilder.anExchange(context)
                        .withBody(body)
                        .withHeader("place", "somewhere")
                        .build());
    }

    private CompletableFuture<Exchange> send(String uri, Exchange exchange) throws Exception {
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        var producer = context.getEndpoint(uri).createAsyncProducer();
        producer.start();
        producer.process(exchange, doneSync -> ended.complete(exchange));
        return ended;
    }

    private static Exchange ended(CompletableFuture<Exchange> exchange) throws Exception {
        return exchange.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aStepThatMayBlockRunsOnItsOwnThreadsAndKeepsWhatItMakesOfTheMessage() throws Exception {
        context.start();
        for (String uri : List.of("direct:one", "direct:named", "direct:dynamic")) {
            assertThat(ended(send(uri, "thread")).getMessage().getBody(String.class))
                    .contains("sink-pager");
        }
        assertThat(ended(send("direct:asynchronous", "thread")).getMessage().getBody(String.class))
                .isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void aServerThatDoesNotAnswerHoldsUpNeitherTheCallerNorOtherServers() throws Exception {
        context.start();
        List<CompletableFuture<Exchange>> held = new ArrayList<>();
        for (int i = 0; i < IN_PROGRESS; i++) {
            held.add(send("direct:one", "block"));
        }
        assertThat(held).noneMatch(CompletableFuture::isDone);
        assertThat(ended(send("direct:other", "fine")).getException()).isNull();
    }

    @Test
    void beyondItsLimitMessagesAreRefusedAtOnce() throws Exception {
        context.start();
        List<CompletableFuture<Exchange>> held = new ArrayList<>();
        for (int i = 0; i < IN_PROGRESS; i++) {
            held.add(send("direct:one", "block"));
        }
        assertThat(ended(send("direct:one", "one more")).getException())
                .isInstanceOf(NotConfirmedException.class)
                .hasMessage("pager: 4 messages are in progress there");
        released.countDown();
        for (CompletableFuture<Exchange> one : held) {
            assertThat(ended(one).getException()).isNull();
        }
        assertThat(ended(send("direct:one", "fine")).getException()).isNull();
    }

    @Test
    void whatHasNoThreadBeforeTheSmscIsAnsweredIsNotSent() throws Exception {
        context.start();
        Exchange late = ExchangeBuilder.anExchange(context).withBody("late").build();
        MessageContext.answeredBy(System.nanoTime() - 1, "acme", MessagePolicy.DEFAULT, Optional.empty())
                .attach(late);
        assertThat(ended(send("direct:one", late)).getException())
                .hasMessage("pager: no thread was free before the SMSC had to be answered");
        assertThat(calls).hasValue(0);
    }

    @Test
    void whatASinkSaysOfTheMessageAfterItsEndStillCounts() throws Exception {
        context.start();
        assertThat(ended(send("direct:one", "refuse after the end")).getException())
                .hasMessage("503");
        assertThat(ended(send("direct:one", "throw")).getException()).hasMessage("a sink that throws");
    }

    @Test
    void silenceEndsAndMakesRoomAndALateAnswerChangesNothing() throws Exception {
        context.start();
        Exchange exchange = ended(send("direct:one", "silence"));
        assertThat(exchange.getException()).hasMessage("pager: no answer within 1000 ms");
        exchange.setException(null);
        unanswered.get(0).done(false);
        for (int i = 0; i < 2 * IN_PROGRESS; i++) {
            assertThat(ended(send("direct:one", "fine")).getException()).isNull();
        }
    }

    @Test
    void aTransactionStaysOnItsThread() throws Exception {
        context.start();
        Exchange exchange =
                ExchangeBuilder.anExchange(context).withBody("thread").build();
        exchange.getExchangeExtension().setTransacted(true);
        assertThat(ended(send("direct:one", exchange)).getMessage().getBody(String.class))
                .isEqualTo(Thread.currentThread().getName());
    }

    @Test
    void aServerThatIsAwayKeepsNoRouteFromStarting() throws Exception {
        away = true;
        context.start();
        assertThat(starts).hasValue(0);
        assertThat(ended(send("direct:one", "fine")).getException()).hasMessage("the server is away");
        away = false;
        assertThat(ended(send("direct:one", "fine")).getException()).isNull();
    }

    @Test
    void threadsEndWithTheContext() throws Exception {
        context.start();
        ended(send("direct:one", "fine"));
        context.stop();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.isAlive()
                                && thread.getName().contains(context.getName())
                                && thread.getName().contains("sink-")));
    }

    @Test
    void aPoolNeedsThreadsAndRoom() {
        assertThatThrownBy(() -> new SinkPool.Limits(0, 1, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

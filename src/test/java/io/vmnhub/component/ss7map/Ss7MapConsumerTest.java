// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberRange;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.ss7.MapRequest;
import io.vmnhub.ss7.RecordedEvents;
import io.vmnhub.ss7.Ss7Stack;
import io.vmnhub.ss7.TestSettings;
import io.vmnhub.ss7.api.Ss7Settings.Protocol;
import io.vmnhub.ss7.api.Ss7Settings.Role;
import io.vmnhub.ss7.api.Ss7Settings.Side;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class Ss7MapConsumerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String IMSI = "234150000000001";
    private static final String SMSC = "447700000100";

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final AtomicInteger started = new AtomicInteger();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private DefaultCamelContext context;
    private Ss7MapConsumer consumer;

    @AfterEach
    void stop() {
        goOn.countDown();
        if (context != null) {
            context.stop();
        }
    }

    private void start(String options, int threads, Processor step) throws Exception {
        context = new DefaultCamelContext();
        Ss7MapComponent component = new Ss7MapComponent(context);
        component.setStack(new Ss7Stack(
                "consumer-test",
                TestSettings.hub(Protocol.TCP, Side.SERVER, Role.SGP, TestSettings.freePort(), 0),
                new RecordedEvents()));
        component.setRegister(new HomeLocationRegister(
                NumberPlan.of(List.of(NumberRange.single("447700900001", IMSI, "demo"))), "447700000001"));
        component.setMeterRegistry(metrics);
        component.setRouteThreads(threads);
        context.addComponent("ss7-map", component);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("ss7-map:mt-forwardSM?" + options).routeId("mt").process(step);
            }
        });
        context.getShutdownStrategy().setTimeout(1);
        context.start();
        consumer = (Ss7MapConsumer) context.getRoute("mt").getConsumer();
    }

    /** Holds its route thread. */
    private void block(Exchange exchange) throws InterruptedException {
        started.incrementAndGet();
        assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
    }

    private GivenInvocation invoke(String imsi, byte[] tpdu) {
        GivenInvocation invocation =
                new GivenInvocation(new MapRequest.ForwardSm(Optional.of(imsi), Optional.empty(), SMSC, tpdu, false));
        consumer.onInvocation(invocation);
        return invocation;
    }

    private GivenInvocation invoke() {
        return invoke(IMSI, SmsDeliverTpdu.from("447700900123").gsm7("Hello").encode());
    }

    private double inProgress() {
        return metrics.get("vmnhub.map.in.progress").gauge().value();
    }

    @Test
    void anExchangeThatEndsWellIsAcknowledgedOnce() throws Exception {
        start("answerWithin=10s", 2, exchange -> {});
        GivenInvocation invocation = invoke();
        await().atMost(PATIENCE).until(invocation::isAcknowledged);
        await().atMost(PATIENCE).until(() -> inProgress() == 0);
        assertThat(context.getInflightRepository().size()).isZero();
    }

    @Test
    void whatNoRouteCanHandleIsRefusedAndNotStarted() throws Exception {
        start("answerWithin=10s", 2, exchange -> started.incrementAndGet());
        GivenInvocation stranger = invoke(
                "234159999999999",
                SmsDeliverTpdu.from("447700900123").gsm7("Hello").encode());
        GivenInvocation malformed = invoke(IMSI, new byte[] {0, 1});
        await().atMost(PATIENCE).until(() -> stranger.isAnsweredWith(Code.UNIDENTIFIED_SUBSCRIBER));
        await().atMost(PATIENCE).until(() -> malformed.isAnsweredWith(Code.SM_DELIVERY_FAILURE));
        await().atMost(PATIENCE).until(() -> inProgress() == 0);
        assertThat(started).hasValue(0);
    }

    @Test
    void aFloodOfRefusalsIsOneLineWithTheReasonAndThenOneASecond() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Ss7MapConsumer.class);
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
        try {
            start("answerWithin=10s", 2, exchange -> {
                throw new MapUserErrorException(
                        MapUserError.parse("systemFailure"), "webhook http://app.example.com/sms: answered 503");
            });
            long begun = System.nanoTime();
            List<GivenInvocation> all =
                    IntStream.range(0, 2_000).mapToObj(i -> invoke()).toList();
            await().atMost(PATIENCE)
                    .until(() -> all.stream().allMatch(invocation -> invocation.isAnsweredWith(Code.SYSTEM_FAILURE)));
            await().atMost(PATIENCE).until(() -> lines.list.size() > 1);
            assertThat(lines.list.size())
                    .isLessThan(3
                            + (int) Duration.ofNanos(System.nanoTime() - begun).toSeconds());
        } finally {
            logger.detachAppender(lines);
            logger.setLevel(before);
        }
        assertThat(lines.list.get(0).getFormattedMessage())
                .matches("SMS [0-9A-Z]{26} for application demo: mt-forwardSM version 3 from 447700000100 "
                        + "refused with systemFailure: webhook http://app.example.com/sms: answered 503");
        assertThat(lines.list.get(1).getFormattedMessage()).contains(" more like it)");
    }

    @Test
    void theDeadlineOfAnInvokeBeginsWhenItArrivesAndNotWhenAThreadIsFree() throws Exception {
        start("answerWithin=300", 1, this::block);
        List<GivenInvocation> four =
                IntStream.range(0, 4).mapToObj(i -> invoke()).toList();
        await().atMost(PATIENCE)
                .until(() -> four.stream().allMatch(invocation -> invocation.isAnsweredWith(Code.SYSTEM_FAILURE)));
        // each by its own clock: the first holds the only thread until all have been answered
        assertThat(four)
                .allSatisfy(invocation ->
                        assertThat(invocation.after()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(5)));
        assertThat(started).hasValue(1);
    }

    @Test
    void anInvokeThatCouldNotStartBeforeItsDeadlineIsNeverStartedAndAnsweredOnce() throws Exception {
        start("answerWithin=200", 1, this::block);
        GivenInvocation first = invoke();
        await().atMost(PATIENCE).untilAtomic(started, org.hamcrest.Matchers.is(1));
        List<GivenInvocation> queued =
                IntStream.range(0, 50).mapToObj(i -> invoke()).toList();
        await().atMost(PATIENCE)
                .until(() -> queued.stream()
                        .noneMatch(invocation -> invocation.answers().isEmpty()));
        assertThat(inProgress()).as("what waits in the queue counts").isGreaterThanOrEqualTo(50);
        goOn.countDown();
        await().atMost(PATIENCE).until(() -> inProgress() == 0);
        assertThat(started).as("only the first was started").hasValue(1);
        assertThat(first.answers()).hasSize(1);
        assertThat(queued).allMatch(invocation -> invocation.isAnsweredWith(Code.SYSTEM_FAILURE));
        GivenInvocation next = invoke();
        await().atMost(PATIENCE).until(next::isAcknowledged);
    }

    @Test
    void anOutcomeAfterTheDeadlineIsForgotten() throws Exception {
        start("answerWithin=200", 1, this::block);
        GivenInvocation invocation = invoke();
        await().atMost(PATIENCE).until(() -> invocation.isAnsweredWith(Code.SYSTEM_FAILURE));
        goOn.countDown();
        await().atMost(PATIENCE).until(() -> inProgress() == 0);
        assertThat(invocation.answers()).hasSize(1);
    }

    @Test
    void beyondTheLimitAnInvokeIsRefusedAtOnce() throws Exception {
        start("answerWithin=30s&maxInProgress=3", 1, this::block);
        List<GivenInvocation> three =
                IntStream.range(0, 3).mapToObj(i -> invoke()).toList();
        assertThat(invoke().isAnsweredWith(Code.SYSTEM_FAILURE)).isTrue();
        goOn.countDown();
        await().atMost(PATIENCE).until(() -> three.stream().allMatch(GivenInvocation::isAcknowledged));
        assertThat(metrics.get("vmnhub.map.overload").counter().count()).isEqualTo(1);
    }

    @Test
    void anExchangeThatNeverEndsIsGivenUpAndMakesRoom() throws Exception {
        start("answerWithin=50&maxInProgress=1", 1, new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                return false;
            }
        });
        GivenInvocation lost = invoke();
        await().atMost(PATIENCE)
                .until(() -> metrics.get("vmnhub.map.abandoned").counter().count() == 1);
        assertThat(lost.isAnsweredWith(Code.SYSTEM_FAILURE)).isTrue();
        assertThat(inProgress()).isZero();
    }
}

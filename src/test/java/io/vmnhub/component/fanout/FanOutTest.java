// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Messages;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.fixture.ProbeComponent;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.sms.ShortMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FanOutTest {

    private final ProbeComponent probe = new ProbeComponent();
    private ConnectorHub hub;

    private ConnectorHub fanOut(String required, String more) {
        hub = new ConnectorHub("file:connectors", "probe");
        hub.context().addComponent("probe", probe);
        return hub.routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to:
                            uri: kamelet:fan-out-action
                            parameters:
                              required: %s
                              %s
                """.formatted(required, more));
    }

    private CompletableFuture<Exchange> send() {
        return hub.send(
                "direct:acme",
                Messages.hello(),
                Map.of("Original", UUID.randomUUID().toString()));
    }

    @AfterEach
    void stop() {
        probe.releaseAll();
        if (hub != null) {
            hub.close();
            assertThat(hub.callbacksTooMany()).isZero();
        }
    }

    @Test
    void allRequiredSinksMustConfirmBeforeTheMessageIs() throws Exception {
        fanOut("probe:held-a probe:ok probe:held-b", "").start();
        CompletableFuture<Exchange> sent = send();
        await().until(() -> probe.received("held-b").size() == 1);
        assertThat(sent).isNotDone();
        probe.confirm("held-a");
        assertThat(sent).isNotDone();
        probe.confirm("held-b");
        assertThat(sent.get(5, TimeUnit.SECONDS).getException()).isNull();
        assertThat(probe.received("ok")).hasSize(1);
    }

    @Test
    void sinksThatConfirmOnTheCallersThreadEndTheExchangeThere() throws Exception {
        fanOut("probe:ok probe:okay", "").start();
        assertThat(send()).isCompleted();
        assertThat(probe.received("ok")).hasSize(1);
        assertThat(probe.received("okay")).hasSize(1);
    }

    @Test
    void oneFailureFailsTheMessageOnceAllHaveSpoken() throws Exception {
        fanOut("probe:held probe:fail", "").start();
        CompletableFuture<Exchange> sent = send();
        assertThat(sent).isNotDone();
        probe.confirm("held");
        assertThat(sent.get(5, TimeUnit.SECONDS).getException()).hasMessage("fail says no");
    }

    @Test
    void ofSeveralFailuresTheOneWrittenFirstIsTheOutcome() throws Exception {
        fanOut("probe:ok probe:held-1 probe:throws probe:fail", "").start();
        CompletableFuture<Exchange> sent = send();
        probe.refuse("held-1");
        assertThat(sent.get(5, TimeUnit.SECONDS).getException()).hasMessage("held-1 says no");
    }

    @Test
    void aSinkThatThrowsInsteadOfAnsweringHasFailedAndTheOthersStillGetTheMessage() throws Exception {
        fanOut("probe:throws probe:ok", "").start();
        assertThat(send().get(5, TimeUnit.SECONDS).getException()).hasMessage("throws throws");
        assertThat(probe.received("ok")).hasSize(1);
    }

    @Test
    void aSinkThatConfirmsTwiceCountsOnce() throws Exception {
        fanOut("probe:twice probe:held", "").start();
        CompletableFuture<Exchange> sent = send();
        assertThat(sent).isNotDone();
        probe.refuse("held");
        assertThat(sent.get(5, TimeUnit.SECONDS).getException()).hasMessage("held says no");
    }

    @Test
    void aSinkThatNeverSpeaksHasFailedWhenTheTimeIsOverAndItsLateWordChangesNothing() throws Exception {
        fanOut("probe:ok probe:held probe:fail", "confirmWithin: 200ms").start();
        Exchange exchange = send().get(5, TimeUnit.SECONDS);
        assertThat(exchange.getException())
                .isInstanceOf(NotConfirmedException.class)
                .hasMessageContainingAll("probe:held", "200 ms");
        probe.confirm("held");
        assertThat(exchange.getException()).isInstanceOf(NotConfirmedException.class);
    }

    @Test
    void eachSinkHasACopyOfItsOwnAndTheMessageStaysAsItWas() throws Exception {
        fanOut("direct:meddler probe:held", "").routes("""
                - route:
                    from:
                      uri: direct:meddler
                      steps:
                        - setBody: {constant: other}
                        - setHeader: {name: CamelSmsText, constant: other}
                        - removeHeader: {name: CamelSmsApplication}
                        - setVariable: {name: v, constant: other}
                        - stop: {}
                - route:
                    from:
                      uri: direct:next
                      steps:
                        - to: direct:acme
                        - to: probe:after
                """).start();
        ShortMessage message = Messages.hello();
        CompletableFuture<Exchange> sent = hub.send("direct:next", message, Map.of());
        probe.confirm("held");
        Exchange exchange = sent.get(5, TimeUnit.SECONDS);
        assertThat(exchange.getException()).isNull();
        assertThat(probe.received("after")).hasSize(1);
        assertThat(exchange.getMessage().getBody()).isSameAs(message);
        assertThat(exchange.getMessage().getHeaders())
                .containsEntry("CamelSmsText", "Hello")
                .containsEntry("CamelSmsApplication", "demo")
                .hasSize(3);
        assertThat(probe.received("held").get(0).getMessage().getBody()).isSameAs(message);
        assertThat(exchange.getVariables()).isEmpty();
    }

    @Test
    void optionalSinksAreServedAfterTheConfirmationAndNobodyWaitsForThem() throws Exception {
        fanOut("probe:held", "optional: probe:blocks probe:fail probe:opt").start();
        CompletableFuture<Exchange> sent = send();
        assertThat(probe.received("opt")).isEmpty();
        probe.confirm("held");
        assertThat(sent.get(1, TimeUnit.SECONDS).getException()).isNull();
        await().until(() ->
                probe.received("opt").size() == 1 && probe.received("blocks").size() == 1);
    }

    @Test
    void optionalSinksGetNothingOfAMessageThatIsNotConfirmed() throws Exception {
        fanOut("probe:fail", "optional: probe:opt").start();
        assertThat(send().get(5, TimeUnit.SECONDS).getException()).hasMessage("fail says no");
        assertThat(probe.received("opt")).isEmpty();
    }

    @Test
    void anOptionalSinkThatNeverSpeaksCannotFillTheMemory() throws Exception {
        fanOut("probe:ok", "optional: probe:held").start();
        for (int i = 0; i < 5_000; i++) {
            assertThat(send().get(5, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(probe.received("held").size()).isLessThanOrEqualTo(OptionalSinks.MOST_IN_PROGRESS);
    }

    @Test
    void aSinkWithParametersIsNamedByARouteOfItsOwn() throws Exception {
        try (Receiver one = Receiver.answering(200);
                Receiver two = Receiver.answering(503)) {
            fanOut("direct:one kamelet:log-sink direct:two", "confirmWithin: 30s")
                    .routes("""
                    - route:
                        from:
                          uri: direct:one
                          steps:
                            - to: {uri: kamelet:webhook-sink, parameters: {url: "%s", confirmWithin: 8s, allowPrivateTargets: true}}
                    - route:
                        from:
                          uri: direct:two
                          steps:
                            - to: {uri: kamelet:webhook-sink, parameters: {url: "%s", allowPrivateTargets: true}}
                    """.formatted(one.url(), two.url()))
                    .start();
            assertThat(send().get(30, TimeUnit.SECONDS).getException()).hasMessageEndingWith("answered 503");
            assertThat(one.received()).hasSize(1);
            assertThat(two.received()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            probe:ok kamelet:nobody-sink                    | nobody-sink
            probe:ok nosuchscheme:x                         | nosuchscheme
            probe:ok direct:nowhere                         | no route begins with direct:nowhere
            probe:ok probe:ok                               | listed twice
            probe:ok?a=1&b=2 probe:held                     | not a sink as scheme:name
            probe:held probe:ok?a=1                         | not a sink as scheme:name
            probe                                           | not a sink as scheme:name
            """)
    void aListThatDoesNotMeanWhatItSaysKeepsTheHubFromStarting(String required, String reason) {
        fanOut(required, "");
        assertThatThrownBy(() -> hub.start()).hasStackTraceContaining(reason);
    }

    @Test
    void anEmptyListKeepsTheHubFromStarting() {
        fanOut("''", "");
        assertThatThrownBy(() -> hub.start()).hasStackTraceContaining("no required sink");
    }

    @Test
    void aListWhoseLinesCamelJoinsKeepsTheHubFromStarting() {
        fanOut("|\n                                probe:ok\n                                probe:held", "");
        assertThatThrownBy(() -> hub.start()).hasStackTraceContaining("not a sink as scheme:name");
    }

    @Test
    void withoutAListTheHubDoesNotStart() {
        hub = new ConnectorHub().routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to: kamelet:fan-out-action?optional=log:x
                """);
        assertThatThrownBy(() -> hub.start())
                .hasStackTraceContaining("mandatory parameters must be provided: required");
    }

    @Test
    void underLoadFromManyThreadsEveryMessageEndsOnceWithTheRightOutcome() throws Exception {
        fanOut("probe:random probe:async probe:random2", "").start();
        ExecutorService senders = Executors.newFixedThreadPool(4);
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        AtomicInteger wrong = new AtomicInteger();
        for (int i = 0; i < 8_000; i++) {
            sent.add(CompletableFuture.supplyAsync(this::send, senders).thenCompose(f -> f));
        }
        for (CompletableFuture<Exchange> one : sent) {
            Exchange exchange = one.get(20, TimeUnit.SECONDS);
            boolean refused = probe.refusedIds().contains(exchange.getMessage().getHeader("Original", String.class));
            if (refused == (exchange.getException() == null)) {
                wrong.incrementAndGet();
            }
        }
        senders.shutdown();
        assertThat(wrong).hasValue(0);
        assertThat(probe.refusedIds()).isNotEmpty().hasSizeLessThan(8_000);
    }
}

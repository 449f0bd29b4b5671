// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Messages;
import io.vmnhub.exchange.MessageContext;
import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.SinkOutcome;
import io.vmnhub.fixture.ProbeComponent;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailoverTest {

    private final ProbeComponent probe = new ProbeComponent();
    private ConnectorHub hub;

    private ConnectorHub failover(String sinks, String within) {
        hub = new ConnectorHub("file:connectors", "probe");
        hub.context().addComponent("probe", probe);
        hub.bind("trail", (Processor) MessageTrail::begin);
        hub.bind("smscWaitsASecond", (Processor) exchange -> MessageContext.answeredBy(
                        System.nanoTime() + Duration.ofSeconds(1).toNanos(),
                        "demo",
                        MessagePolicy.DEFAULT,
                        Optional.empty())
                .attach(exchange));
        return hub.routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - process:
                            ref: trail
                        - to:
                            uri: kamelet:failover-action
                            parameters:
                              sinks: %s
                              within: %s
                - route:
                    from:
                      uri: direct:hurried
                      steps:
                        - process:
                            ref: smscWaitsASecond
                        - to: direct:acme
                """.formatted(sinks, within));
    }

    private Exchange sent() throws Exception {
        return hub.send("direct:acme", Messages.hello(), Map.of()).get(10, TimeUnit.SECONDS);
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
    void theFirstThatConfirmsTakesTheMessageAndTheOthersGetNothing() throws Exception {
        failover("probe:ok probe:okay", "3s").start();
        Exchange exchange = sent();
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader("CamelSmsFailoverSink")).isEqualTo("probe:ok");
        assertThat(exchange.getMessage().getHeader("CamelSmsFailoverFailures")).isNull();
        assertThat(probe.received("okay")).isEmpty();
    }

    @Test
    void whoTookItAndWhyTheOthersDidNotAreInHeadersAndOnTheTrail() throws Exception {
        failover("probe:fail probe:throws probe:async", "3s").start();
        Exchange exchange = sent();
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader("CamelSmsFailoverSink")).isEqualTo("probe:async");
        assertThat(exchange.getMessage().getHeader("CamelSmsFailoverFailures", String.class))
                .matches("probe:fail: .+; probe:throws: .+");
        assertThat(MessageTrail.of(exchange).orElseThrow().sinks())
                .extracting(SinkOutcome::outcome)
                .containsExactly("error", "error", "ok");
    }

    @Test
    void aSinkThatDoesNotSpeakInItsTimeIsPassedOverAndItsLateWordChangesNothing() throws Exception {
        failover("probe:held probe:ok", "200ms 3s").start();
        Exchange exchange = sent();
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader("CamelSmsFailoverFailures"))
                .isEqualTo("probe:held: no confirmation within 200 ms");
        probe.refuse("held");
        assertThat(exchange.getException()).isNull();
        assertThat(MessageTrail.of(exchange).orElseThrow().sinks().get(0).error())
                .contains("no confirmation within 200 ms");
    }

    @Test
    void aSinkThatBlocksItsThreadIsPassedOverAsWell() throws Exception {
        failover("probe:blocks probe:ok", "200ms").start();
        CompletableFuture<Exchange> sent = CompletableFuture.supplyAsync(
                        () -> hub.send("direct:acme", Messages.hello(), Map.of()))
                .thenCompose(ended -> ended);
        await().until(() -> probe.received("ok").size() == 1);
        probe.releaseAll();
        assertThat(sent.get(10, TimeUnit.SECONDS).getException()).isNull();
    }

    @Test
    void whenNoneTakesItTheReasonsOfAllAreTold() throws Exception {
        failover("probe:held probe:fail", "100ms").start();
        assertThat(sent().getException())
                .isInstanceOf(NotConfirmedException.class)
                .hasMessageContaining("failover: probe:held: no confirmation within 100 ms; probe:fail: ");
    }

    @Test
    void theMapErrorOfTheLastIsTheOutcome() throws Exception {
        failover("probe:fail direct:refuse", "3s").routes("""
                - route:
                    from:
                      uri: direct:refuse
                      steps:
                        - to: kamelet:reject-action?error=absentSubscriberSM
                """).start();
        assertThat(sent().getException()).isInstanceOf(MapUserErrorException.class);
    }

    @Test
    void theTimeOfASinkIsCutSoThatTheNextStillHasItsOwnBeforeTheSmscIsAnswered() throws Exception {
        failover("probe:held probe:ok", "30s").start();
        long begun = System.nanoTime();
        Exchange exchange =
                hub.send("direct:hurried", Messages.hello(), Map.of()).get(10, TimeUnit.SECONDS);
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader("CamelSmsFailoverSink")).isEqualTo("probe:ok");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aSinkForWhichNoTimeIsLeftIsNotTried() throws Exception {
        failover("probe:a probe:b probe:ok", "30s").start();
        Exchange exchange =
                hub.send("direct:hurried", Messages.hello(), Map.of()).get(10, TimeUnit.SECONDS);
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader("CamelSmsFailoverFailures", String.class))
                .contains("probe:a: not tried");
        assertThat(probe.received("a")).isEmpty();
    }

    @Test
    void whatASinkMakesOfTheMessageStaysThere() throws Exception {
        failover("direct:meddler", "3s").routes("""
                - route:
                    from:
                      uri: direct:meddler
                      steps:
                        - setBody: {constant: other}
                        - setHeader: {name: CamelSmsText, constant: other}
                """).start();
        ShortMessage message = Messages.hello();
        Exchange exchange = hub.send("direct:acme", message, Map.of()).get(10, TimeUnit.SECONDS);
        assertThat(exchange.getMessage().getBody()).isSameAs(message);
        assertThat(exchange.getMessage().getHeader("CamelSmsText")).isEqualTo("Hello");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            probe:ok direct:nowhere | 3s       | failover: no route begins with direct:nowhere
            probe:ok probe:ok       | 3s       | failover: probe:ok is listed twice
            probe:ok                | 1s 2s    | within has 2 times for 1 sinks
            probe:ok                | soon     | must be a duration
            """)
    void aListThatDoesNotMeanWhatItSaysKeepsTheHubFromStarting(String sinks, String within, String reason) {
        failover(sinks, within);
        assertThatThrownBy(() -> hub.start()).hasStackTraceContaining(reason);
    }
}

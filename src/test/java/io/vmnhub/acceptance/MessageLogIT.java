// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.app.Hub;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubProperties;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.SinkOutcome;
import io.vmnhub.fixture.HubFolder;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.records.LoggedMessage;
import io.vmnhub.records.MessageCriteria;
import io.vmnhub.records.MessageRecords;
import io.vmnhub.records.RoutingQuery;
import io.vmnhub.ss7.TestSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the message log says of messages that went through the whole hub. */
@Timeout(120)
class MessageLogIT {

    private static final String IMSI = "234150000000123";
    private static final AtomicInteger SENT = new AtomicInteger();

    /** The first word of a text says what becomes of the message. */
    private static final String ROUTE = """
            - route:
                id: demo
                from:
                  uri: direct:demo
                  steps:
                    - choice:
                        when:
                          - simple: "${header.CamelSmsText} startsWith 'store'"
                            steps:
                              - to: kamelet:store-action
                          - simple: "${header.CamelSmsText} startsWith 'discard'"
                            steps:
                              - to: kamelet:discard-action
                          - simple: "${header.CamelSmsText} startsWith 'fan'"
                            steps:
                              - to:
                                  uri: kamelet:fan-out-action
                                  parameters:
                                    required: kamelet:log-sink direct:closed
                          - simple: "${header.CamelSmsText} startsWith 'deliver'"
                            steps:
                              - to: kamelet:log-sink
            - route:
                id: closed
                from:
                  uri: direct:closed
                  steps:
                    - to: {uri: kamelet:webhook-sink, parameters: {allowPrivateTargets: true, url: "http://127.0.0.1:%d/"}}
            - route:
                id: demo-delivery
                from:
                  uri: kamelet:store-source
                  parameters: {application: demo, redeliveryDelay: 50ms}
                  steps:
                    - process:
                        ref: failsTwice
                    - to: kamelet:log-sink
            """;

    private static Path folder;
    private static Main main;
    private static Smsc smsc;

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        folder = home;
        HubFolder.shipped(home);
        Files.writeString(
                home.resolve("routes/applications/demo.camel.yaml"), ROUTE.formatted(TestSettings.freePort()));
        Files.writeString(home.resolve("config/screening.yaml"), """
                filters:
                  - {name: casino, outcome: reject, when: {contains: [casino]}}
                """);
        int port = TestSettings.freePort();
        Hub hub = new Hub(
                HubHome.of(home),
                new HubProperties(
                        HubHome.of(home),
                        "prod",
                        new HashMap<>(Map.of(
                                "vmnhub.ss7.port",
                                String.valueOf(port),
                                "camel.management.port",
                                String.valueOf(TestSettings.freePort()),
                                "vmnhub.records.sql",
                                "true"))));
        main = hub.main();
        AtomicInteger attempts = new AtomicInteger();
        main.bind("failsTwice", (Processor) exchange -> {
            if (attempts.incrementAndGet() <= 2) {
                throw new IllegalStateException("not yet");
            }
        });
        main.start();
        smsc = Smsc.tcpClient("127.0.0.1", port)
                .asAsp(101)
                .answerTimeout(Duration.ofSeconds(15))
                .open();
        smsc.activate();
    }

    @AfterAll
    static void stop() {
        smsc.close();
        main.stop();
        main.getMainListeners().forEach(listener -> listener.afterStop(main)); // which only Main.run() calls by itself
    }

    /** Sends a message from a sender of its own. @return the sender */
    private static String send(String text) {
        String sender = "4479110000" + (10 + SENT.incrementAndGet());
        smsc.forwardSm(
                3,
                IMSI,
                SmsDeliverTpdu.from(sender)
                        .gsm7(text)
                        .timestamp(OffsetDateTime.parse("2026-11-22T04:05:06+00:00"))
                        .encode());
        return sender;
    }

    private static LoggedMessage logged(String sender, Predicate<LoggedMessage> when) {
        MessageRecords records = main.getCamelContext().getRegistry().findSingleByType(MessageRecords.class);
        MessageCriteria criteria = new MessageCriteria(
                Optional.empty(),
                Optional.empty(),
                Optional.of(sender),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> records.find(criteria, 10, Optional.empty()).messages().stream()
                                .findFirst()
                                .filter(when),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static List<String> lines(String id) throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("data/records"))) {
            return files.flatMap(file -> {
                        try {
                            return Files.readAllLines(file, StandardCharsets.UTF_8).stream();
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .filter(line -> line.contains(id))
                    .toList();
        }
    }

    @Test
    void aDeliveredMessageIsLoggedWithItsRoutesAndItsSinkAndWithoutItsText() throws Exception {
        LoggedMessage message = logged(send("deliver me"), found -> true);
        assertThat(message.outcome()).isEqualTo(MessageOutcome.DELIVERED);
        assertThat(message.answer()).contains("result");
        assertThat(message.to()).contains("447700900123");
        assertThat(message.routes()).containsExactly("mt-forwardSM", "demo");
        assertThat(message.sinks()).singleElement().satisfies(sink -> {
            assertThat(sink.connector()).isEqualTo("log-sink");
            assertThat(sink.route()).isEqualTo("demo");
            assertThat(sink.outcome()).isEqualTo("ok");
        });
        assertThat(message.screening().orElseThrow().outcome()).isEqualTo("accept");
        assertThat(lines(message.id()))
                .singleElement()
                .asString()
                .contains("\"outcome\":\"delivered\"")
                .doesNotContain("deliver me");
    }

    @Test
    void aMessageIsLoggedWithTheQueryByWhichItsSmscHasAskedForTheNumber() throws Exception {
        String imsi = smsc.sriSm(3, "447700900123").imsi();
        LoggedMessage message = logged(send("deliver after a query"), found -> true);
        RoutingQuery query = message.query().orElseThrow();
        assertThat(query.answer()).isEqualTo("result");
        assertThat(query.imsi()).isEqualTo(imsi);
        assertThat(query.correlation()).isFalse();
        assertThat(query.callingTitle()).isEqualTo(message.callingTitle().orElseThrow());
        assertThat(query.networkNodeNumber()).isNotBlank();
        assertThat(query.at()).isBeforeOrEqualTo(message.takenAt());
        assertThat(lines(message.id())).singleElement().asString().contains("\"query\":{\"at\":\"", imsi);
    }

    @Test
    void aRefusedMessageIsLoggedWithTheRule() {
        LoggedMessage message = logged(send("come to the casino"), found -> true);
        assertThat(message.outcome()).isEqualTo(MessageOutcome.REFUSED);
        assertThat(message.screening().orElseThrow().rule()).isEqualTo("filter.casino");
        assertThat(message.screening().orElseThrow().outcome()).startsWith("reject with illegalSubscriber");
        assertThat(message.answer()).contains("illegalSubscriber");
        assertThat(message.sinks()).isEmpty();
    }

    @Test
    void eachSinkOfAFanOutHasItsOutcome() {
        LoggedMessage message = logged(send("fan out"), found -> true);
        assertThat(message.outcome()).isEqualTo(MessageOutcome.FAILED);
        assertThat(message.answer()).contains("systemFailure");
        assertThat(message.reason()).isPresent();
        assertThat(message.sinks())
                .extracting(SinkOutcome::connector)
                .containsExactlyInAnyOrder("log-sink", "webhook-sink");
        assertThat(message.sinks())
                .filteredOn(sink -> sink.connector().equals("webhook-sink"))
                .singleElement()
                .satisfies(sink -> {
                    assertThat(sink.outcome()).isEqualTo("error");
                    assertThat(sink.error()).isNotBlank();
                    assertThat(sink.route()).isEqualTo("closed");
                });
        assertThat(message.routes()).containsExactly("mt-forwardSM", "demo", "closed");
    }

    @Test
    void aStoredMessageIsLoggedWithItsAnswerAndItsLaterDelivery() throws Exception {
        LoggedMessage message = logged(
                send("store me"),
                found -> found.endedAt().isPresent() && found.answeredAt().isPresent());
        assertThat(message.outcome()).isEqualTo(MessageOutcome.DELIVERED);
        assertThat(message.answer()).contains("result");
        assertThat(message.attempts()).contains(3);
        assertThat(message.sinks())
                .extracting(SinkOutcome::connector, SinkOutcome::route)
                .containsExactly(org.assertj.core.api.Assertions.tuple("log-sink", "demo-delivery"));
        assertThat(lines(message.id()))
                .hasSize(2)
                .anyMatch(line -> line.contains("\"outcome\":\"stored\""))
                .anyMatch(line -> line.contains("\"event\":\"ended\"") && line.contains("\"outcome\":\"delivered\""));
    }

    @Test
    void whatIsAcknowledgedAndGoesNowhereIsDiscarded() {
        assertThat(logged(send("discard me"), found -> true).outcome()).isEqualTo(MessageOutcome.DISCARDED);
    }

    @Test
    void whatIsNoMessageIsLoggedAsWell() {
        smsc.forwardSm(3, IMSI, new byte[] {0});
        MessageRecords records = main.getCamelContext().getRegistry().findSingleByType(MessageRecords.class);
        MessageCriteria failed = new MessageCriteria(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(MessageOutcome.FAILED),
                Optional.empty(),
                Optional.empty());
        LoggedMessage message = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> records.find(failed, 100, Optional.empty()).messages().stream()
                                .filter(found -> found.from().isEmpty())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        assertThat(message.answer()).contains("sm-DeliveryFailure");
        assertThat(message.id()).hasSize(26);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.check.HubCheck;
import io.vmnhub.component.parlayx.SmsMessage;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubProperties;
import io.vmnhub.fixture.CxfApplication;
import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.fixture.SoapApplication;
import io.vmnhub.fixture.TicketService;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.MapError;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From mt-forwardSM over M3UA to an application's SOAP service, and from its answer back to the MAP answer. */
@Timeout(180)
class SoapEndToEndIT {

    private static final String PARLAY = "234150000000000";
    private static final String STORED = "234150000000010";
    private static final String ACME = "234150000000020";
    private static final Path EXAMPLE = Path.of("docs/examples/soap");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ROUTES = """
            - route:
                from:
                  uri: direct:parlay
                  steps:
                    - to:
                        uri: kamelet:parlayx-sink
                        parameters:
                          url: "{{test.parlay}}"
                          correlator: acme-1
                          confirmWithin: 9s
                          allowPrivateTargets: true
                          faultErrors: Client=sm-DeliveryFailure/memoryCapacityExceeded Gone=illegalSubscriber
            - route:
                from:
                  uri: direct:stored
                  steps:
                    - to: kamelet:store-action
            - route:
                from:
                  uri: kamelet:store-source
                  parameters: {application: stored, redeliveryDelay: 20ms, maximumRedeliveryDelay: 100ms, maxAttempts: 3}
                  steps:
                    - to:
                        uri: kamelet:parlayx-sink
                        parameters:
                          url: "{{test.parlay}}"
                          correlator: acme-2
                          allowPrivateTargets: true
                          faultErrors: Gone=illegalSubscriber
            """;
    private static final String NUMBERS = """
            ranges:
              - {from: "447700900000", to: "447700900009", firstImsi: "234150000000000", application: parlay}
              - {from: "447700900010", to: "447700900019", firstImsi: "234150000000010", application: stored}
              - {from: "447700900020", to: "447700900029", firstImsi: "234150000000020", application: acme}
            """;

    @TempDir
    private Path home;

    private int sent;

    private RunningHub hub(String parlay, String tickets) throws Exception {
        Files.createDirectories(home.resolve("routes/applications"));
        Files.createDirectories(home.resolve("config/soap"));
        Files.writeString(home.resolve("routes/applications/parlay.camel.yaml"), ROUTES);
        for (String file : List.of("tickets.wsdl", "ticket.xml")) {
            Files.copy(EXAMPLE.resolve(file), home.resolve("config/soap").resolve(file));
        }
        Files.copy(EXAMPLE.resolve("acme.camel.yaml"), home.resolve("routes/applications/acme.camel.yaml"));
        String properties = "\nacme.tickets.private = true\nacme.tickets.url = " + tickets + "\ntest.parlay = " + parlay
                + "\n" + "vmnhub.broker.port = " + FreePort.next()
                + "\nacme.tickets.password = tickets-secret\n";
        Map<String, UnaryOperator<String>> edits = Map.of(
                "config/numbers.yaml",
                shipped -> NUMBERS,
                "config/application.properties",
                shipped -> shipped.lines()
                                .filter(line -> !line.startsWith("vmnhub.broker.port"))
                                .reduce("", (all, line) -> all + line + "\n")
                        + properties);
        return RunningHub.in(home, edits);
    }

    private Answer forward(Smsc smsc, String imsi, SmsDeliverTpdu tpdu, String time) {
        return smsc.forwardSm(
                3,
                imsi,
                tpdu.timestamp(OffsetDateTime.parse(time).plusSeconds(sent++)).encode());
    }

    private Answer forward(Smsc smsc, String imsi, String text) {
        return forward(smsc, imsi, SmsDeliverTpdu.from("447911123456").ucs2(text), "2026-11-22T04:05:06+05:45");
    }

    private static Smsc smsc(RunningHub hub) {
        Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port())
                .answerTimeout(Duration.ofSeconds(20))
                .open();
        smsc.activate();
        return smsc;
    }

    @Test
    void aNotificationIsWhatTheSmscSentAndItsAnswerIsTheSmscs() throws Exception {
        try (CxfApplication application = CxfApplication.open();
                RunningHub hub = hub(application.url(), "http://127.0.0.1:9/");
                Smsc smsc = smsc(hub)) {
            assertThat(forward(smsc, PARLAY, "\uD83D\uDE00 שלום").isResult()).isTrue();
            assertThat(forward(
                                    smsc,
                                    PARLAY,
                                    SmsDeliverTpdu.fromName("My Bank").ucs2("<&>"),
                                    "2026-11-22T04:05:06-03:30")
                            .isResult())
                    .isTrue();
            assertThat(application.notifications())
                    .extracting(told -> told.message().message())
                    .containsExactly("\uD83D\uDE00 שלום", "<&>");
            assertThat(application.notifications())
                    .extracting(told -> told.message().dateTime())
                    .containsExactly("2026-11-22T04:05:06+05:45", "2026-11-22T04:05:07-03:30");
            assertThat(application.notifications())
                    .extracting(told -> told.message().senderAddress())
                    .containsExactly("tel:+447911123456", "My%20Bank");
            assertThat(application.notifications())
                    .extracting(told -> told.message().smsServiceActivationNumber())
                    .containsOnly("tel:+447700900000");
            assertThat(forward(smsc, PARLAY, "fault Server").error().code()).isEqualTo(MapError.SYSTEM_FAILURE);
            MapError full = forward(smsc, PARLAY, "fault Client").error();
            assertThat(full.code()).isEqualTo(32);
            assertThat(full.deliveryFailureCause()).hasValue(0);
            assertThat(forward(smsc, PARLAY, "fault Gone").error().code()).isEqualTo(9);
        }
    }

    @Test
    void aStoredMessageIsTriedAgainAfterATemporaryFaultAndNotAfterAFinalOne() throws Exception {
        try (CxfApplication application = CxfApplication.open();
                RunningHub hub = hub(application.url(), "http://127.0.0.1:9/");
                Smsc smsc = smsc(hub)) {
            assertThat(forward(smsc, STORED, "fault Gone").isResult()).isTrue();
            assertThat(forward(smsc, STORED, "fault Server").isResult()).isTrue();
            assertThat(forward(smsc, STORED, "hello").isResult()).isTrue();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(application.notifications())
                            .extracting(told -> told.message())
                            .extracting(SmsMessage::message)
                            .containsExactlyInAnyOrder(
                                    "fault Gone", "fault Server", "fault Server", "fault Server", "hello"));
        }
    }

    @Test
    void theDocumentedRouteMapsMessagesToAServiceWithItsOwnWsdl() throws Exception {
        try (TicketService tickets = TicketService.open();
                RunningHub hub = hub("http://127.0.0.1:9/", tickets.url());
                Smsc smsc = smsc(hub)) {
            assertThat(forward(smsc, ACME, "\uD83D\uDE00 <words> & \u202Eשלום").isResult())
                    .isTrue();
            assertThat(tickets.tickets()).singleElement().satisfies(ticket -> {
                assertThat(TicketService.field(ticket, "words")).isEqualTo("\uD83D\uDE00 <words> & \u202Eשלום");
                assertThat(TicketService.field(ticket, "customer")).isEqualTo("+447911123456");
                assertThat(TicketService.field(ticket, "line")).isEqualTo("+447700900020");
            });
            assertThat(forward(smsc, ACME, "no").error().code()).isEqualTo(MapError.ABSENT_SUBSCRIBER_SM);
            assertThat(forward(smsc, ACME, "fault Client").error().code()).isEqualTo(9);
            assertThat(forward(smsc, ACME, "fault Server").error().code()).isEqualTo(MapError.SYSTEM_FAILURE);
        }
    }

    @Test
    @NeedsPeer(Peer.NODE_SOAP)
    void theDocumentedRouteMapsMessagesToAServiceOnNode() throws Exception {
        try (SoapApplication tickets = SoapApplication.onNode("ticket-server.js", EXAMPLE.resolve("tickets.wsdl"));
                RunningHub hub = hub("http://127.0.0.1:9/", tickets.url("/soap"));
                Smsc smsc = smsc(hub)) {
            assertThat(forward(smsc, ACME, "\uD83D\uDE00 <words>").isResult()).isTrue();
            JsonNode told = tickets.notifications(1).get(0);
            assertThat(told.at("/ticket/words").asText()).isEqualTo("\uD83D\uDE00 <words>");
            assertThat(told.at("/action").asText()).isEqualTo("\"urn:example:tickets:open\"");
            assertThat(told.at("/user").asText()).isEqualTo("vmn-hub");
            assertThat(forward(smsc, ACME, "no").error().code()).isEqualTo(MapError.ABSENT_SUBSCRIBER_SM);
            assertThat(forward(smsc, ACME, "fault Client").error().code()).isEqualTo(9);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ticket.xml", "acme.camel.yaml"})
    void thePageShowsTheFilesAsTheyAre(String file) throws IOException {
        String shown = Files.readString(EXAMPLE.resolve(file))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> "    " + line)
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("docs/soap.md"))).contains(shown);
    }

    @Test
    void theDocumentedFilesAreFoundRight() throws Exception {
        try (RunningHub hub = hub("http://127.0.0.1:9/", "http://127.0.0.1:9/")) {
            assertThat(new HubCheck(HubHome.of(home), new HubProperties(HubHome.of(home), "prod", Map.of()))
                            .run()
                            .lines())
                    .isEmpty();
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.component.smppserver.Esme.esme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.vmnhub.component.smppserver.Esme;
import io.vmnhub.component.smppserver.RawEsme;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.MapError;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jsmpp.bean.DeliverSm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From mt-forwardSM over M3UA to deliver_sm, and from deliver_sm_resp back to the MAP answer: the whole hub on its
 * shipped files.
 */
@Timeout(60)
class SmppEndToEndIT {

    private static final String IMSI = "234150000000123";
    private static final String ACCOUNT = "listeners:\n  - {address: 127.0.0.1, port: %d}\naccounts:\n"
            + "  - {systemId: acme, password: secret, maxSessions: 2, mapErrors: [{status: 0x400, error: "
            + "illegalSubscriber}]}\n"
            + "  - {systemId: mute, password: secret, responseTimeout: 500ms}\n"
            + "  - {systemId: later, password: secret}\n%s";

    private static final AtomicInteger SENT = new AtomicInteger();
    private static int smppPort;
    private static RunningHub hub;
    private static Smsc smsc;

    @BeforeAll
    static void startHub(@TempDir Path home) throws Exception {
        smppPort = TestSettings.freePort();
        hub = RunningHub.in(
                home,
                Map.of(
                        "config/smpp.yaml",
                        shipped -> String.format(ACCOUNT, smppPort, ""),
                        "config/applications.yaml",
                        shipped -> shipped.replace("duplicates: deliver", "duplicates: acknowledge"),
                        "routes/applications/demo.camel.yaml",
                        shipped -> "- route:\n    id: demo\n    from:\n      uri: direct:demo\n      steps:\n"
                                + "        - filter:\n            simple: \"${header.CamelSmsText} == 'for "
                                + "mute'\"\n            steps:\n"
                                + "              - to: kamelet:smpp-server-sink?account=mute\n              - "
                                + "stop: {}\n"
                                + "        - filter:\n            simple: \"${header.CamelSmsText} starts with "
                                + "'keep'\"\n            steps:\n"
                                + "              - to: kamelet:store-action\n              - stop: {}\n"
                                + "        - filter:\n            simple: \"${header.CamelSmsText} == 'say "
                                + "0x14'\"\n            steps:\n"
                                + "              - setBody:\n                  constant: \"0x14\"\n"
                                + "        - to: kamelet:smpp-server-sink?account=acme\n"
                                + "- route:\n    id: demo-later\n    from:\n      uri: kamelet:store-source\n   "
                                + "   parameters:\n        application: demo\n"
                                + "      steps:\n        - to: kamelet:smpp-server-sink?account=later\n"));
        smsc = Smsc.tcpClient("127.0.0.1", hub.port()).open();
        smsc.activate();
    }

    @AfterAll
    static void stopHub() {
        smsc.close();
        hub.close();
    }

    private static Answer forward(int version, String text) {
        OffsetDateTime time = OffsetDateTime.parse("2026-11-22T04:05:06+00:00")
                .plusSeconds(SENT.incrementAndGet()); // no message is another's duplicate
        return smsc.forwardSm(
                version,
                IMSI,
                SmsDeliverTpdu.from("447911123456").gsm7(text).timestamp(time).encode());
    }

    /** An ESME that answers with the status that the text names. */
    private static Esme obedient(String systemId) throws IOException {
        return esme().named(systemId, "secret")
                .answering(message -> Integer.decode(new String(message.getShortMessage())))
                .bind(smppPort);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void aConfirmedMessageIsAcknowledged(int version) throws IOException {
        try (Esme esme = obedient("acme")) {
            assertThat(forward(version, "0x00").isResult()).isTrue();
            assertThat(esme.received)
                    .extracting(DeliverSm::getSourceAddr, DeliverSm::getDestAddress)
                    .containsExactly(tuple("447911123456", "447700900123"));
        }
    }

    /** Version, status, error, cause of sm-DeliveryFailure. */
    static Stream<Arguments> statuses() {
        List<Arguments> all = new ArrayList<>();
        for (int version : new int[] {3, 2, 1}) {
            all.add(Arguments.of(version, "0x14", 32, 0));
            all.add(Arguments.of(version, "0x58", 34, -1));
            all.add(Arguments.of(version, "0x64", 34, -1));
            all.add(Arguments.of(version, "0x08", 34, -1));
            all.add(Arguments.of(version, "0x65", 32, 1));
            all.add(Arguments.of(version, "0x66", 32, 1));
            all.add(Arguments.of(version, "0x0B", 5, -1));
            all.add(Arguments.of(version, "0x400", 9, -1)); // the account's own
            all.add(Arguments.of(version, "0x123", 34, -1)); // nobody's
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void eachStatusHasItsMapAnswer(int version, String status, int error, int cause) throws IOException {
        try (Esme esme = obedient("acme")) {
            Answer answer = forward(version, status);
            assertThat(answer.error().code()).isEqualTo(error);
            assertThat(answer.error().deliveryFailureCause().orElse(-1)).isEqualTo(cause);
            assertThat(esme.received).hasSize(1);
        }
    }

    @Test
    void aTextThatTheRouteHasPutInItsPlaceIsWhatTheApplicationGets() throws IOException {
        try (Esme esme = obedient("acme")) {
            assertThat(forward(3, "say 0x14").error().code()).isEqualTo(32);
            assertThat(esme.received)
                    .extracting(
                            DeliverSm::getSourceAddr,
                            DeliverSm::getDestAddress,
                            message -> new String(message.getShortMessage()))
                    .containsExactly(tuple("447911123456", "447700900123", "0x14"));
        }
    }

    @Test
    void healthNamesTheSessionsOfEachAccount() throws Exception {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        try (Esme esme = obedient("acme")) {
            await().untilAsserted(() -> assertThat(http.send(
                                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.managementPort()
                                                    + "/observe/health?data=true"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body())
                    .containsPattern("\"sessions\\.acme\"\\s*:\\s*\"?1")
                    .containsPattern("\"sessions\\.mute\"\\s*:\\s*\"?0"));
        }
    }

    @Test
    void withoutASessionAStoredMessageWaitsForOne() throws IOException {
        assertThat(forward(3, "keep Grüße {€}").isResult()).isTrue();
        try (Esme esme = esme().named("later", "secret").bind(smppPort)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> esme.received.size() == 1);
            DeliverSm message = esme.received.get(0);
            assertThat(message.getSourceAddr()).isEqualTo("447911123456");
            assertThat(message.getDestAddress()).isEqualTo("447700900123");
            assertThat(new String(message.getShortMessage(), StandardCharsets.ISO_8859_1))
                    .startsWith("keep Gr")
                    .hasSize(17);
        }
    }

    @Test
    void aResponseThatComesAfterTheUnbindIsRememberedForTheSmscsRepeat() throws Exception {
        byte[] tpdu = SmsDeliverTpdu.from("447911123456")
                .gsm7("while it unbinds")
                .timestamp(OffsetDateTime.parse("2026-11-22T04:05:06+00:00").plusSeconds(SENT.incrementAndGet()))
                .encode();
        try (RawEsme esme = RawEsme.bound(smppPort)) {
            CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> smsc.forwardSm(3, IMSI, tpdu));
            int sequenceNumber = ByteBuffer.wrap(esme.receive()).getInt(12);
            esme.send(RawEsme.pdu(0x06, 0, 7, new byte[0]));
            esme.send(RawEsme.pdu(0x80000005, 0, sequenceNumber, new byte[1]));
            assertThat(first.get(20, TimeUnit.SECONDS).isResult()).isTrue();
        }
        assertThat(smsc.forwardSm(3, IMSI, tpdu).isResult())
                .as("nobody is bound, and nobody need be")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"3", "2", "1"})
    void noResponseInTimeIsASystemFailure(int version) throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (Esme esme = esme().named("mute", "secret")
                .answering(message -> {
                    try {
                        never.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return 0;
                })
                .bind(smppPort)) {
            assertThat(forward(version, "for mute").error().code()).isEqualTo(34);
            assertThat(esme.received).hasSize(1);
        } finally {
            never.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3," + MapError.ABSENT_SUBSCRIBER_SM,
        "2," + MapError.ABSENT_SUBSCRIBER,
        "1," + MapError.ABSENT_SUBSCRIBER
    })
    void withoutASessionTheSubscriberIsAbsent(int version, int error) {
        assertThat(forward(version, "0x00").error().code()).isEqualTo(error);
    }

    @Test
    void anAccountThatIsAddedWhileTheHubRunsMayBindAndOthersStayBound() throws Exception {
        try (Esme esme = obedient("acme")) {
            Files.writeString(
                    hub.home().resolve("config/smpp.yaml"),
                    String.format(ACCOUNT, smppPort, "  - {systemId: new, password: secret}\n"));
            await().pollInterval(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(15))
                    .ignoreExceptions()
                    .untilAsserted(() -> obedient("new").close());
            assertThat(forward(3, "0x00").isResult()).isTrue();
            Files.writeString(hub.home().resolve("config/smpp.yaml"), "accounts: nonsense\n");
            assertThat(forward(3, "0x00").isResult()).isTrue();
            assertThat(esme.received).hasSize(2);
        }
    }

    @Test
    void aShippedHubListensForNobody(@TempDir Path other) throws Exception {
        RunningHub shipped = RunningHub.in(
                other, Map.of("config/smpp.yaml", text -> text.replace("vmnhub.smpp.port:2775", "none:" + smppPort)));
        try (Socket mine = new Socket("127.0.0.1", smppPort)) {
            assertThat(mine.isConnected())
                    .as("the other hub did not want this port, or it would not have started")
                    .isTrue();
        } finally {
            shipped.close();
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static io.vmnhub.component.smppserver.Accounts.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.fixture.Certificates;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.smpp.EsmeAccount.DefaultAlphabet;
import io.vmnhub.smpp.EsmeAccount.LongMessages;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.Concatenation;
import io.vmnhub.sms.ShortMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract with a client that is not ours: node-smpp, where NODE_SMPP_MODULES says that it is. */
@Timeout(120)
@NeedsPeer(Peer.NODE_SMPP)
class NodeSmppIT {

    private static final String LATIN =
            "Ein langer Text mit Umlauten äöü, der nicht in eine Nachricht passt. ".repeat(5);
    private static final String MIXED = "Ein langer Text, дальше 你好 🚀 ".repeat(6);

    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificates = Certificates.in(folder, "hub");
    }

    @ParameterizedTest
    @CsvSource({
        "plain,33,receiver",
        "plain,34,transceiver",
        "plain,50,receiver",
        "tls,33,transceiver",
        "tls,34,receiver",
        "tls,50,transceiver"
    })
    void itBindsAndGetsEveryAlphabetRight(String layer, String version, String kind) throws Exception {
        try (Server server = Server.secured(SmppTls.byPem(certificates), account());
                NodeEsme esme =
                        NodeEsme.start(layer.equals("tls") ? server.tlsPort() : server.port(), layer, kind, version)) {
            JsonNode bound = esme.await("bound", 1);
            assertThat(bound.path("status").asInt()).isZero();
            assertThat(bound.path("hub").asText()).isEqualTo("vmnhub");
            assertThat(bound.path("version").asInt())
                    .isEqualTo(version.equals("33") ? 0 : Integer.parseInt(version, 16));
            await().until(() -> server.bound() == 1);
            List<String> texts = List.of("Hello @£$ {€}", "Привет! 你好 🚀");
            for (String text : texts) {
                assertThat(server.deliver(Sms.text(text)).get(5, TimeUnit.SECONDS))
                        .isNull();
            }
            ShortMessage octets =
                    Sms.sms().from(Address.alphanumeric("ACME Bank")).coded(4).saying("\u0000\u0080\u00FF");
            assertThat(server.deliver(octets).get(5, TimeUnit.SECONDS)).isNull();
            List<JsonNode> got = esme.events("deliver_sm", 3);
            assertThat(got.get(0).path("message").asText()).isEqualTo(texts.get(0));
            assertThat(got.get(1).path("message").asText()).isEqualTo(texts.get(1));
            assertThat(got.get(2).path("message").asText()).isEqualTo("hex 0080ff");
            assertThat(got.get(2).path("from").asText()).isEqualTo("ACME Bank");
            assertThat(got.get(2).path("ton").asInt()).isEqualTo(5);
            assertThat(server.deliver(Sms.text("answer 0x14"))
                            .get(5, TimeUnit.SECONDS)
                            .error())
                    .hasToString("sm-DeliveryFailure(memoryCapacityExceeded)");
            esme.report("submit");
            assertThat(esme.await("submitted", 1).path("status").asInt())
                    .isEqualTo(kind.equals("receiver") ? 0x04 : 0x45);
            esme.await("enquire_link_resp", 1);
            esme.report("unbind");
            assertThat(esme.await("unbound", 1).path("status").asInt()).isZero();
            await().until(() -> server.bound() == 0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "plain,33,transceiver",
        "plain,34,receiver",
        "plain,50,transceiver",
        "tls,33,receiver",
        "tls,34,transceiver",
        "tls,50,receiver"
    })
    void itGetsEveryAlphabetAndLongMessagesRightInEveryForm(String layer, String version, String kind)
            throws Exception {
        try (Server server = Server.secured(SmppTls.byPem(certificates), account());
                NodeEsme esme =
                        NodeEsme.start(layer.equals("tls") ? server.tlsPort() : server.port(), layer, kind, version)) {
            esme.await("bound", 1);
            await().until(() -> server.bound() == 1);
            int told = 0;
            for (DefaultAlphabet alphabet : DefaultAlphabet.values()) {
                esme.report("alphabet "
                        + (alphabet == DefaultAlphabet.GSM7
                                ? "ASCII"
                                : alphabet == DefaultAlphabet.UTF_8 ? "UTF8" : "LATIN1"));
                esme.events("alphabet", alphabet.ordinal() + 1);
                for (LongMessages form : LongMessages.values()) {
                    server.reload(account().alphabet(alphabet).longMessages(form));
                    boolean header = form == LongMessages.UDH || version.equals("33");
                    for (String text : List.of("Grüße @£$ {€} ÄÖÜ", "Grüße ÄÖÜ", "Ω Δ", "Привет! 你好 🚀")) {
                        JsonNode got = got(server, esme, Sms.text(text), ++told);
                        assertThat(got.path("message").asText())
                                .as("%s %s", alphabet, form)
                                .isEqualTo(text);
                        assertThat(got.path("esm").asInt()).isZero();
                    }
                    assertThat(got(server, esme, Sms.sms().coded(4).saying("\u0000\u0080\u00FF"), ++told)
                                    .path("message")
                                    .asText())
                            .isEqualTo("hex 0080ff");
                    for (String text : List.of(LATIN, MIXED)) {
                        StringBuilder joined = new StringBuilder();
                        List<ShortMessage> parts = Sms.sms().parts(text);
                        for (ShortMessage part : parts) {
                            JsonNode got = got(server, esme, part, ++told);
                            joined.append(got.path("message").asText());
                            saysWhichPartItIs(got, part.concatenation().orElseThrow(), header);
                            assertThat(got.path("payload").asBoolean())
                                    .isEqualTo(form == LongMessages.PAYLOAD && !header);
                        }
                        assertThat(joined).as("%s %s", alphabet, form).hasToString(text);
                        told = whole(server, esme, text, told, version.equals("33"));
                    }
                }
            }
            assertThat(server.bound()).as("the session stayed").isEqualTo(1);
        }
    }

    private static JsonNode got(Server server, NodeEsme esme, ShortMessage message, int number) throws Exception {
        assertThat(server.deliver(message).get(10, TimeUnit.SECONDS)).isNull();
        return esme.await("deliver_sm", number);
    }

    private static void saysWhichPartItIs(JsonNode got, Concatenation part, boolean header) {
        assertThat(got.path("esm").asInt()).isEqualTo(header ? 0x40 : 0);
        if (header) {
            assertThat(got.path("udh").path(0).asText())
                    .isEqualTo(String.format("00034d%02x%02x", part.total(), part.number()));
        } else {
            assertThat(got.path("parameters").path("sar_msg_ref_num").asInt()).isEqualTo(77);
            assertThat(got.path("parameters").path("sar_total_segments").asInt())
                    .isEqualTo(part.total());
            assertThat(got.path("parameters").path("sar_segment_seqnum").asInt())
                    .isEqualTo(part.number());
        }
    }

    /** A message that the hub has joined: whole, but to SMPP 3.3. @return how many deliver_sm there have been */
    private static int whole(Server server, NodeEsme esme, String text, int before, boolean parts) throws Exception {
        JsonNode first = got(server, esme, Sms.joined(text), before + 1);
        if (!parts) {
            assertThat(first.path("message").asText()).isEqualTo(text);
            assertThat(first.path("payload").asBoolean()).isTrue();
            return before + 1;
        }
        int total = Integer.parseInt(first.path("udh").path(0).asText().substring(6, 8), 16);
        StringBuilder joined = new StringBuilder();
        esme.events("deliver_sm", before + total)
                .subList(before, before + total)
                .forEach(part -> joined.append(part.path("message").asText()));
        assertThat(joined).hasToString(text);
        return before + total;
    }

    @Test
    void itAnswersTheHubsEnquireLinkAndIsUnboundByAnOperator() throws Exception {
        try (Server server = Server.with(account().enquireLink(Duration.ofMillis(300)));
                NodeEsme esme = NodeEsme.start(server.port(), "plain", "transceiver", "34")) {
            await().until(() -> server.bound() == 1);
            assertThat(server.server.disconnect(server.server.sessions().get(0).id()))
                    .isTrue();
            esme.await("unbind", 1);
            esme.await("close", 1);
        }
    }
}

package io.vmnhub.component.smppserver;

import static io.vmnhub.component.smppserver.Accounts.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.smpp.EsmeAccount.LongMessages;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.ShortMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract with a client that is not ours: node-smpp, where NODE_SMPP_MODULES says that it is. */
@Timeout(60)
@EnabledIf(value = "io.vmnhub.component.smppserver.NodeSmppIT#thereIsNode", disabledReason = "NODE_SMPP_MODULES names no folder with smpp in it")
class NodeSmppIT {

    @TempDir
    static Path folder;
    private static Certificates certificates;

    static boolean thereIsNode() {
        return NodeEsme.modules().isPresent();
    }

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificates = Certificates.in(folder, "hub");
    }

    @ParameterizedTest
    @CsvSource({"plain,33,receiver", "plain,34,transceiver", "plain,50,receiver", "tls,33,transceiver", "tls,34,receiver", "tls,50,transceiver"})
    void itBindsAndGetsEveryAlphabetRight(String layer, String version, String kind) throws Exception {
        try (Server server = Server.secured(certificates.byPem(), account());
                NodeEsme esme = NodeEsme.start(layer.equals("tls") ? server.tlsPort() : server.port(), layer, kind, version)) {
            JsonNode bound = esme.await("bound", 1);
            assertThat(bound.path("status").asInt()).isZero();
            assertThat(bound.path("hub").asText()).isEqualTo("vmnhub");
            assertThat(bound.path("version").asInt()).isEqualTo(version.equals("33") ? 0 : Integer.parseInt(version, 16));
            await().until(() -> server.bound() == 1);
            List<String> texts = List.of("Hello @£$ {€}", "Привет! 你好 🚀");
            for (String text : texts) {
                assertThat(server.deliver(Sms.text(text)).get(5, TimeUnit.SECONDS)).isNull();
            }
            ShortMessage octets = Sms.sms().from(Address.alphanumeric("ACME Bank")).coded(4).saying("\u0000\u0080\u00FF");
            assertThat(server.deliver(octets).get(5, TimeUnit.SECONDS)).isNull();
            List<JsonNode> got = esme.events("deliver_sm", 3);
            assertThat(got.get(0).path("message").asText()).isEqualTo(texts.get(0));
            assertThat(got.get(1).path("message").asText()).isEqualTo(texts.get(1));
            assertThat(got.get(2).path("message").asText()).isEqualTo("hex 0080ff");
            assertThat(got.get(2).path("from").asText()).isEqualTo("ACME Bank");
            assertThat(got.get(2).path("ton").asInt()).isEqualTo(5);
            assertThat(server.deliver(Sms.text("answer 0x14")).get(5, TimeUnit.SECONDS).mapErrorCause()).isEqualTo("memoryCapacityExceeded");
            esme.tell("submit");
            assertThat(esme.await("submitted", 1).path("status").asInt()).isEqualTo(kind.equals("receiver") ? 0x04 : 0x45);
            esme.await("enquire_link_resp", 1);
            esme.tell("unbind");
            assertThat(esme.await("unbound", 1).path("status").asInt()).isZero();
            await().until(() -> server.bound() == 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"UDH,33", "UDH,34", "SAR,50", "PAYLOAD,34", "SAR,33"})
    void itGetsLongMessagesRight(LongMessages form, String version) throws Exception {
        String text = "Ein langer Text, дальше 你好 🚀 ".repeat(6);
        try (Server server = Server.with(account().longMessages(form));
                NodeEsme esme = NodeEsme.start(server.port(), "plain", "receiver", version)) {
            await().until(() -> server.bound() == 1);
            List<ShortMessage> parts = Sms.sms().parts(text);
            for (ShortMessage part : parts) {
                assertThat(server.deliver(part).get(5, TimeUnit.SECONDS)).isNull();
            }
            StringBuilder joined = new StringBuilder();
            boolean header = form == LongMessages.UDH || version.equals("33");
            for (int i = 0; i < parts.size(); i++) {
                JsonNode part = esme.await("deliver_sm", i + 1);
                joined.append(part.path("message").asText());
                assertThat(part.path("esm").asInt()).isEqualTo(header ? 0x40 : 0);
                assertThat(part.path("payload").asBoolean()).isEqualTo(form == LongMessages.PAYLOAD);
                if (header) {
                    assertThat(part.path("udh").path(0).asText()).isEqualTo(String.format("00034d%02x%02x", parts.size(), i + 1));
                } else {
                    assertThat(part.path("parameters").path("sar_msg_ref_num").asInt()).isEqualTo(77);
                    assertThat(part.path("parameters").path("sar_total_segments").asInt()).isEqualTo(parts.size());
                    assertThat(part.path("parameters").path("sar_segment_seqnum").asInt()).isEqualTo(i + 1);
                }
            }
            assertThat(joined).hasToString(text);
        }
    }

    @Test
    void itAnswersTheHubsEnquireLinkAndIsUnboundByAnOperator() throws Exception {
        try (Server server = Server.with(account().enquireLink(Duration.ofMillis(300)));
                NodeEsme esme = NodeEsme.start(server.port(), "plain", "transceiver", "34")) {
            await().until(() -> server.bound() == 1);
            assertThat(server.server.disconnect(server.server.sessions().get(0).id())).isTrue();
            esme.await("unbind", 1);
            esme.await("close", 1);
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.fixture.Certificates;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.OptionalParameter.Tag;
import org.jsmpp.bean.SubmitSm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Kamelet smpp-client-sink against an SMSC on jSMPP, and against one that does what it should not. */
@Timeout(60)
class SmppClientSinkIT {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final Partner partner = new Partner();
    private final Main main = new Main();

    @BeforeEach
    void initialize() {
        main.addInitialProperty("camel.main.autoConfigurationLogSummary", "false");
        main.addInitialProperty("camel.component.kamelet.location", "file:connectors");
        main.addInitialProperty("camel.main.shutdownTimeout", "2");
        main.addInitialProperty("camel.main.routesIncludePattern", "false");
        main.init();
    }

    @AfterEach
    void stop() throws Exception {
        main.stop();
        partner.close();
    }

    private void route(String... parameters) throws Exception {
        route(partner.port(), parameters);
    }

    private void route(int port, String... parameters) throws Exception {
        StringBuilder yaml =
                new StringBuilder("- route:\n    from:\n      uri: direct:in\n      steps:\n        - to:\n"
                        + "            uri: kamelet:smpp-client-sink\n            parameters:\n              "
                        + "host: 127.0.0.1\n"
                        + "              port: " + port
                        + "\n              systemId: hub\n              reconnectMillis: 200\n");
        List<String> all = new ArrayList<>(List.of(parameters));
        if (all.stream().noneMatch(parameter -> parameter.startsWith("password"))) {
            all.add("password: sesame");
        }
        all.forEach(parameter -> yaml.append("              ").append(parameter).append('\n'));
        PluginHelper.getRoutesLoader(main.getCamelContext())
                .loadRoutes(ResourceHelper.fromString("client.camel.yaml", yaml.toString()));
        main.start();
    }

    private Exchange send(Object body) {
        Exchange exchange = ExchangeBuilder.anExchange(main.getCamelContext())
                .withBody(body)
                .build();
        return main.getCamelContext().createProducerTemplate().send("direct:in", exchange);
    }

    private CompletableFuture<Exchange> begin(ShortMessage message) throws Exception {
        CompletableFuture<Exchange> end = new CompletableFuture<>();
        Exchange exchange = ExchangeBuilder.anExchange(main.getCamelContext())
                .withBody(message)
                .build();
        AsyncProducer producer = main.getCamelContext().getEndpoint("direct:in").createAsyncProducer();
        producer.start();
        producer.process(exchange, doneSync -> end.complete(exchange));
        return end;
    }

    private String failure(ShortMessage message) {
        return failure(send(message));
    }

    private static String failure(Exchange exchange) {
        MapUserErrorException failure = exchange.getException(MapUserErrorException.class);
        assertThat(failure).isNotNull();
        return failure.error() + " " + failure.reason();
    }

    private void untilConfirmed() {
        await().atMost(LONG).until(() -> send(Sms.text("Hello")).getException() == null);
    }

    @Test
    void everyAlphabetArrivesAsItIs() throws Exception {
        partner.open();
        route();
        for (ShortMessage message :
                List.of(Sms.text("@£{€"), Sms.text("你好 🚀"), Sms.sms().coded(4).saying("\u0000\u00FF\u0080"))) {
            Exchange exchange = send(message);
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getBody()).isSameAs(message);
            assertThat(exchange.getMessage().getHeaders()).isEmpty();
        }
        List<SubmitSm> got = partner.submitted;
        assertThat(got.get(0).getShortMessage()).containsExactly(0x00, 0x01, 0x1B, 0x28, 0x1B, 0x65);
        assertThat(got.get(0).getSourceAddr()).isEqualTo("447700900123");
        assertThat(got.get(0).getDestAddress()).isEqualTo("447700900001");
        assertThat(got.get(0).getRegisteredDelivery()).isZero();
        assertThat(new String(got.get(1).getShortMessage(), StandardCharsets.UTF_16BE))
                .isEqualTo("你好 🚀");
        assertThat(got.get(1).getDataCoding()).isEqualTo((byte) 8);
        assertThat(got.get(2).getShortMessage()).containsExactly(0x00, 0xFF, 0x80);
        assertThat(got.get(2).getDataCoding()).isEqualTo((byte) 4);
    }

    @ParameterizedTest
    @CsvSource({"3.3,IF_33", "3.4,IF_34", "5.0,IF_50"})
    void itBindsAsTransmitterWithTheVersionThatIsSet(String version, InterfaceVersion expected) throws Exception {
        partner.open();
        route("version: \"" + version + "\"", "systemType: VMN");
        assertThat(send(Sms.text("Hello")).getException()).isNull();
        assertThat(partner.binds).hasSize(1).first().satisfies(bind -> {
            assertThat(bind.getBindType()).isEqualTo(BindType.BIND_TX);
            assertThat(bind.getInterfaceVersion()).isEqualTo(expected);
            assertThat(bind.getSystemId()).isEqualTo("hub");
            assertThat(bind.getSystemType()).isEqualTo("VMN");
        });
    }

    @Test
    void aPartStaysAPart() throws Exception {
        partner.open();
        route();
        String text = "你好".repeat(60);
        Sms.sms()
                .parts(text)
                .forEach(part -> assertThat(send(part).getException()).isNull());
        assertThat(partner.submitted)
                .hasSize(2)
                .allSatisfy(part -> assertThat(part.getEsmClass()).isEqualTo((byte) 0x40));
        StringBuilder joined = new StringBuilder();
        partner.submitted.forEach(part -> joined.append(
                new String(part.getShortMessage(), 6, part.getShortMessage().length - 6, StandardCharsets.UTF_16BE)));
        assertThat(joined).hasToString(text);
    }

    @Test
    void partsGoBySarParametersAndWholeMessagesInThePayload() throws Exception {
        partner.open();
        route("longMessages: sar");
        String text = "0123456789".repeat(30);
        Sms.sms()
                .parts(text)
                .forEach(part -> assertThat(send(part).getException()).isNull());
        assertThat(send(Sms.joined(text)).getException()).isNull();
        assertThat(partner.submitted
                        .get(1)
                        .getOptionalParameter(Tag.SAR_SEGMENT_SEQNUM.code())
                        .serialize())
                .endsWith(2);
        assertThat(partner.submitted.get(1).getEsmClass()).isZero();
        assertThat(partner.submitted
                        .get(2)
                        .getOptionalParameter(Tag.MESSAGE_PAYLOAD.code())
                        .serialize())
                .endsWith(text.getBytes());
    }

    @Test
    void aWholeMessageGoesToSmpp33InParts() throws Exception {
        partner.open();
        route("version: \"3.3\"");
        assertThat(send(Sms.joined("0123456789".repeat(30))).getException()).isNull();
        assertThat(partner.submitted)
                .hasSize(2)
                .allSatisfy(part -> assertThat(part.getEsmClass()).isEqualTo((byte) 0x40));
    }

    @ParameterizedTest
    @CsvSource({"udh,64", "payload,0"})
    void dataSmCarriesItInThePayload(String form, int esmClass) throws Exception {
        partner.open();
        route("operation: data_sm", "longMessages: " + form);
        assertThat(send(Sms.text("Hello")).getException()).isNull();
        assertThat(send(Sms.sms().parts("0123456789".repeat(20)).get(1)).getException())
                .isNull();
        DataSm got = partner.data.get(0);
        assertThat(got.getOptionalParameter(Tag.MESSAGE_PAYLOAD.code()).serialize())
                .endsWith("Hello".getBytes());
        assertThat(got.getSourceAddr()).isEqualTo("447700900123");
        assertThat(partner.data.get(1).getEsmClass()).isEqualTo((byte) esmClass);
        assertThat(partner.data.get(1).getOptionalParameter(Tag.SAR_SEGMENT_SEQNUM.code()) == null)
                .isEqualTo(form.equals("udh"));
    }

    @ParameterizedTest
    @CsvSource({
        "0x14,sm-DeliveryFailure(memoryCapacityExceeded)",
        "0x58,systemFailure",
        "0x64,systemFailure",
        "0x08,systemFailure",
        "0x65,sm-DeliveryFailure(equipmentProtocolError)",
        "0x66,sm-DeliveryFailure(equipmentProtocolError)",
        "0x0B,unidentifiedSubscriber",
        "0x45,systemFailure"
    })
    void eachStatusHasItsMapError(String status, String error) throws Exception {
        partner.open();
        route();
        partner.answer = Integer.decode(status);
        assertThat(failure(Sms.text("Hello")))
                .startsWith(error + " ")
                .endsWith("SMPP partner hub@127.0.0.1:" + partner.port() + ": answered " + status);
    }

    @Test
    void aTextThatTheRouteHasPutInItsPlaceIsSent() throws Exception {
        partner.open();
        PluginHelper.getRoutesLoader(main.getCamelContext())
                .loadRoutes(ResourceHelper.fromString("changed.camel.yaml", """
                - route:
                    from:
                      uri: direct:changed
                      steps:
                        - setHeader: {name: CamelSmsOriginatingAddress, constant: "447700900123"}
                        - setHeader: {name: CamelSmsDestinationAddress, constant: "447700900001"}
                        - setBody: {simple: "${body}, Привет"}
                        - to: direct:in
                """));
        route();
        Exchange exchange = main.getCamelContext()
                .createProducerTemplate()
                .send(
                        "direct:changed",
                        ExchangeBuilder.anExchange(main.getCamelContext())
                                .withBody("Hello")
                                .build());
        assertThat(exchange.getException()).isNull();
        assertThat(new String(partner.submitted.get(0).getShortMessage(), StandardCharsets.UTF_16BE))
                .isEqualTo("Hello, Привет");
    }

    @Test
    void itBindsWhenThePartnerComesAndAgainWhenItIsBack() throws Exception {
        partner.open();
        int port = partner.port();
        partner.close();
        route();
        await().atMost(LONG).until(() -> failure(Sms.text("Hello")).startsWith("systemFailure "));
        partner.openAt(port);
        untilConfirmed();
        partner.close();
        await().atMost(LONG).until(() -> send(Sms.text("Hello")).getException() != null);
        partner.openAt(port);
        untilConfirmed();
    }

    @Test
    void aWrongPasswordIsTriedAgainAndTheMessagesAreTemporarilyRefused() throws Exception {
        partner.open();
        route("password: wrong");
        await().atMost(LONG).until(() -> partner.binds.size() > 2);
        assertThat(failure(Sms.text("Hello"))).startsWith("systemFailure ");
        assertThat(partner.submitted).isEmpty();
    }

    @Test
    void theWindowIsFilledWithoutAThreadForEachMessageAndAnswersMayComeInAnyOrder() throws Exception {
        try (RawSmsc smsc = RawSmsc.open()) {
            route(smsc.port(), "window: 1000", "maxWaiting: 5000", "responseMillis: 20000", "confirmMillis: 30000");
            await().until(() -> smsc.connections.size() == 1);
            int threads = Thread.activeCount();
            List<CompletableFuture<Exchange>> ends = new ArrayList<>();
            for (int i = 0; i < 1_500; i++) {
                ends.add(begin(Sms.text("message " + i)));
            }
            await().atMost(LONG).until(() -> smsc.received.size() == 1_000);
            assertThat(Thread.activeCount() - threads)
                    .as("threads for a thousand messages")
                    .isLessThan(100);
            List<ByteBuffer> first = new ArrayList<>(smsc.received);
            for (int i = first.size() - 1; i >= 0; i--) {
                smsc.answer(first.get(i), i == 0 ? 0x14 : 0);
            }
            await().atMost(LONG).until(() -> smsc.received.size() == 1_500);
            for (ByteBuffer pdu : smsc.received.subList(1_000, 1_500)) {
                smsc.answer(pdu, 0);
            }
            int refused = 0;
            for (CompletableFuture<Exchange> end : ends) {
                refused += end.get(20, TimeUnit.SECONDS).getException() == null ? 0 : 1;
            }
            assertThat(refused).isEqualTo(1);
        }
    }

    @Test
    void whatALostConnectionLeftUnansweredGoesOverTheNextOne() throws Exception {
        try (RawSmsc smsc = RawSmsc.open()) {
            route(smsc.port(), "reconnectMillis: 100", "responseMillis: 20000", "confirmMillis: 30000");
            CompletableFuture<Exchange> end = begin(Sms.text("Hello"));
            await().atMost(LONG).until(() -> smsc.received.size() == 1);
            smsc.connections.get(0).close();
            await().atMost(LONG).until(() -> smsc.received.size() == 2);
            smsc.answer(smsc.received.get(1), 0);
            assertThat(end.get(20, TimeUnit.SECONDS).getException()).isNull();
        }
    }

    @Test
    void anUnbindANackAndNonsenseOfThePartnersAreSurvived() throws Exception {
        try (RawSmsc smsc = RawSmsc.open()) {
            route(smsc.port(), "reconnectMillis: 100");
            CompletableFuture<Exchange> nacked = begin(Sms.text("Hello"));
            await().atMost(LONG).until(() -> smsc.received.size() == 1);
            smsc.send(
                    smsc.connections.get(0),
                    RawEsme.pdu(0x80000000, 0x02, smsc.received.get(0).getInt(12), new byte[0]));
            assertThat(failure(nacked.get(20, TimeUnit.SECONDS))).startsWith("systemFailure ");
            smsc.send(smsc.connections.get(0), RawEsme.pdu(0x05, 0, 9, new byte[3]));
            await().atMost(LONG).until(() -> smsc.received.size() == 2);
            assertThat(smsc.received.get(1).getInt(4)).isEqualTo(0x80000005);
            assertThat(smsc.received.get(1).getInt(8))
                    .as("a transmitter takes no deliver_sm")
                    .isEqualTo(0x04);
            smsc.send(smsc.connections.get(0), RawEsme.pdu(0x06, 0, 10, new byte[0]));
            await().atMost(LONG).until(() -> smsc.connections.size() == 2);
            smsc.send(
                    smsc.connections.get(1), new byte[] {0x7F, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
            await().atMost(LONG).until(() -> smsc.connections.size() == 3);
        }
    }

    @Test
    void aPartnerThatDoesNotAnswerEnquireLinkIsBoundToAgain() throws Exception {
        try (RawSmsc smsc = RawSmsc.open()) {
            smsc.answersEnquiries = false;
            route(smsc.port(), "enquireLinkMillis: 1000", "responseMillis: 300");
            await().atMost(LONG).until(() -> smsc.connections.size() > 1);
        }
    }

    @Test
    void overTlsThePartnerMustShowACertificateThatIsTrustedAndItsOwn() throws Exception {
        Certificates own = Certificates.in(folder, "smsc");
        Certificates other = Certificates.in(folder, "other");
        Path trusted = Files.copy(other.certificate(), folder.resolve("trusted.pem"));
        partner.over(Certificates.tls(Optional.of(own), Optional.empty())).open();
        route("tls: true", "trustedCertificates: " + trusted);
        await().atMost(LONG).until(() -> failure(Sms.text("Hello")).contains("certification path"));
        Files.copy(own.certificate(), trusted, StandardCopyOption.REPLACE_EXISTING);
        untilConfirmed();
        assertThat(partner.binds).hasSize(1);
    }

    @Test
    void overTlsTheCertificateMustBeForTheHost() throws Exception {
        Certificates elsewhere = Certificates.in(folder, "elsewhere", "dns:elsewhere.example.com");
        partner.over(Certificates.tls(Optional.of(elsewhere), Optional.empty())).open();
        route("tls: true", "trustedCertificates: " + elsewhere.certificate());
        await().atMost(LONG).until(() -> failure(Sms.text("Hello")).contains("subject alternative names"));
        assertThat(partner.binds).isEmpty();
    }

    @Test
    void overTlsTheHostIsNotLookedAtWhenThatIsSoAndTheHubShowsItsCertificate() throws Exception {
        Certificates elsewhere = Certificates.in(folder, "elsewhere", "dns:elsewhere.example.com");
        Certificates hub = Certificates.in(folder, "hub");
        partner.demanding(Certificates.tls(Optional.of(elsewhere), Optional.of(hub)))
                .open();
        route(
                "tls: true",
                "trustedCertificates: " + elsewhere.keyStore(),
                "trustedCertificatesPassword: " + Certificates.PASSWORD,
                "verifyHost: false",
                "clientCertificate: " + hub.certificate(),
                "clientKey: " + hub.key());
        untilConfirmed();
        assertThat(partner.binds.get(0).getSystemId()).isEqualTo("hub");
    }

    @ParameterizedTest
    @CsvSource({
        "operation: data_sm;version: \"3.3\",SMPP 3.3 has no data_sm",
        "tls: true;clientCertificate: hub.pem,so clientKey is needed too",
        "tls: true;trustedCertificates: nowhere.pem,nowhere.pem is not there",
        "window: 0,window must be at least 1"
    })
    void optionsThatDoNotFitTogetherAreRefusedBeforeAnythingConnects(String parameters, String message) {
        assertThatThrownBy(() -> route(1, parameters.split(";"))).hasStackTraceContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"plain,3.3,submit_sm", "plain,3.4,data_sm", "tls,3.4,submit_sm", "tls,5.0,data_sm"})
    @NeedsPeer(Peer.NODE_SMPP)
    void anSmscThatIsNotOursGetsEveryAlphabetAndLongMessagesRight(String layer, String version, String operation)
            throws Exception {
        Certificates own = Certificates.in(folder, "smsc");
        try (NodeEsme smsc = NodeEsme.smsc(layer, own.certificate(), own.key())) {
            route(
                    smsc.await("listening", 1).path("port").asInt(),
                    "version: \"" + version + "\"",
                    "operation: " + operation,
                    "enquireLinkMillis: 1000",
                    "tls: " + layer.equals("tls"),
                    "trustedCertificates: " + own.certificate());
            int told = 0;
            for (String text : List.of("Hello @£$ {€} äöü", "Привет! 你好 🚀")) {
                assertThat(send(Sms.text(text)).getException()).isNull();
                JsonNode got = smsc.await(operation, ++told);
                assertThat(got.path("message").asText()).isEqualTo(text);
                assertThat(got.path("from").asText()).isEqualTo("447700900123");
                assertThat(got.path("to").asText()).isEqualTo("447700900001");
                assertThat(got.path("receipt").asInt()).isZero();
            }
            assertThat(send(Sms.sms().coded(4).saying("\u0000\u0080\u00FF")).getException())
                    .isNull();
            assertThat(smsc.await(operation, ++told).path("message").asText()).isEqualTo("hex 0080ff");
            StringBuilder joined = new StringBuilder();
            String text = "Ein langer Text, дальше 你好 🚀 ".repeat(6);
            for (ShortMessage part : Sms.sms().parts(text)) {
                assertThat(send(part).getException()).isNull();
                JsonNode got = smsc.await(operation, ++told);
                assertThat(got.path("udh").path(0).asText()).startsWith("00034d");
                joined.append(got.path("message").asText());
            }
            assertThat(joined).hasToString(text);
            assertThat(failure(Sms.text("answer 0x14"))).startsWith("sm-DeliveryFailure(memoryCapacityExceeded)");
            smsc.await("enquire_link", 1);
            main.stop();
            smsc.await("unbind", 1);
        }
    }
}

package io.vmnhub.component.smppserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.sms.NotDeliveredException;
import io.vmnhub.sms.ShortMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.OptionalParameter.Tag;
import org.jsmpp.bean.SubmitSm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Kamelet smpp-client-sink against an SMSC on jSMPP. */
@Timeout(60)
class SmppClientSinkIT {

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
        StringBuilder yaml = new StringBuilder("- route:\n    from:\n      uri: direct:in\n      steps:\n        - to:\n"
                + "            uri: kamelet:smpp-client-sink\n            parameters:\n              host: 127.0.0.1\n"
                + "              port: " + partner.port() + "\n              systemId: hub\n              password: sesame\n"
                + "              reconnectMillis: 200\n              responseMillis: 1000\n");
        List.of(parameters).forEach(parameter -> yaml.append("              ").append(parameter).append('\n'));
        PluginHelper.getRoutesLoader(main.getCamelContext()).loadRoutes(ResourceHelper.fromString("client.camel.yaml", yaml.toString()));
        main.start();
    }

    private Exchange send(ShortMessage message) {
        Exchange exchange = ExchangeBuilder.anExchange(main.getCamelContext()).withBody(message).build();
        return main.getCamelContext().createProducerTemplate().send("direct:in", exchange);
    }

    @Test
    void everyAlphabetArrivesAsItIs() throws Exception {
        partner.open();
        route();
        for (ShortMessage message : List.of(Sms.text("@£{€"), Sms.text("你好 🚀"), Sms.sms().coded(4).saying("\u0000\u00FF\u0080"))) {
            Exchange exchange = send(message);
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getBody()).isSameAs(message);
            assertThat(exchange.getMessage().getHeaders()).isEmpty();
        }
        List<SubmitSm> got = partner.submitted;
        assertThat(got.get(0).getShortMessage()).containsExactly(0x00, 0x01, 0x1B, 0x28, 0x1B, 0x65);
        assertThat(got.get(0).getSourceAddr()).isEqualTo("447700900123");
        assertThat(got.get(0).getDestAddress()).isEqualTo("447700900001");
        assertThat(new String(got.get(1).getShortMessage(), StandardCharsets.UTF_16BE)).isEqualTo("你好 🚀");
        assertThat(got.get(1).getDataCoding()).isEqualTo((byte) 8);
        assertThat(got.get(2).getShortMessage()).containsExactly(0x00, 0xFF, 0x80);
        assertThat(got.get(2).getDataCoding()).isEqualTo((byte) 4);
    }

    @Test
    void aPartStaysAPart() throws Exception {
        partner.open();
        route();
        String text = "你好".repeat(60);
        Sms.sms().parts(text).forEach(part -> assertThat(send(part).getException()).isNull());
        assertThat(partner.submitted).hasSize(2).allSatisfy(part -> assertThat(part.getEsmClass()).isEqualTo((byte) 0x40));
        StringBuilder joined = new StringBuilder();
        partner.submitted.forEach(part -> joined.append(new String(part.getShortMessage(), 6, part.getShortMessage().length - 6,
                StandardCharsets.UTF_16BE)));
        assertThat(joined).hasToString(text);
    }

    @Test
    void dataSmCarriesItInThePayload() throws Exception {
        partner.open();
        route("operation: data_sm");
        assertThat(send(Sms.text("Hello")).getException()).isNull();
        DataSm got = partner.data.get(0);
        assertThat(got.getOptionalParameter(Tag.MESSAGE_PAYLOAD.code()).serialize()).endsWith("Hello".getBytes());
    }

    @Test
    void aRefusalHasItsMapErrorAndSilenceIsTemporary() throws Exception {
        partner.open();
        route();
        partner.answer = 0x14;
        assertThat(failure(Sms.text("Hello"))).hasToString("sm-DeliveryFailure memoryCapacityExceeded SMPP partner answered 0x14");
        partner.silent = true;
        assertThat(failure(Sms.text("Hello"))).startsWith("systemFailure ");
    }

    @Test
    void itConnectsWhenThePartnerComesAndAgainWhenItIsBack() throws Exception {
        partner.open();
        int port = partner.port();
        partner.close();
        route();
        assertThat(failure(Sms.text("Hello"))).startsWith("systemFailure ");
        partner.openAt(port);
        await().atMost(Duration.ofSeconds(10)).until(() -> send(Sms.text("Hello")).getException() == null);
        partner.close();
        assertThat(failure(Sms.text("Hello"))).startsWith("systemFailure ");
        partner.openAt(port);
        await().atMost(Duration.ofSeconds(20)).until(() -> send(Sms.text("Hello")).getException() == null);
    }

    private String failure(ShortMessage message) {
        Exchange exchange = send(message);
        NotDeliveredException failure = exchange.getException(NotDeliveredException.class);
        assertThat(failure).isNotNull();
        return failure.mapError() + " " + failure.mapErrorCause() + (failure.mapErrorCause().isEmpty() ? "" : " ") + failure.getMessage();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.UserDataHeader;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Kamelets of screening in a route. */
class ScreeningActionTest {

    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    private void route(String action) throws Exception {
        context.getComponent("kamelet", KameletComponent.class).setLocation("file:connectors");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(action).setProperty("passed", constant(true));
            }
        });
        context.start();
    }

    private Exchange send(String from, String text) {
        Address address = from.matches("[0-9]+") ? Address.international(from) : Address.alphanumeric(from);
        ShortMessage message = new ShortMessage(
                "1",
                Address.international("447700900001"),
                "447700000100",
                Instant.EPOCH,
                new SmsDeliver(
                        false,
                        false,
                        false,
                        false,
                        address,
                        0,
                        DataCodingScheme.GSM7,
                        Optional.empty(),
                        UserDataHeader.NONE,
                        new byte[0],
                        text));
        return context.createFluentProducerTemplate()
                .to("direct:in")
                .withBody(message)
                .send();
    }

    private static String outcome(Exchange exchange) {
        MapUserErrorException error = exchange.getException(MapUserErrorException.class);
        return error != null
                ? error.error().code().errorName()
                : exchange.getProperty(Ss7MapConstants.NO_ANSWER) != null
                        ? "no-answer"
                        : exchange.getProperty("passed") == null ? "discard" : "pass";
    }

    @Test
    void textsAreRejectedByWordsOrByExpression() throws Exception {
        route("kamelet:filter-text-action?contains=casino,jackpot&error=facilityNotSupported");
        assertThat(outcome(send("447911123456", "the CASINO"))).isEqualTo("facilityNotSupported");
        assertThat(outcome(send("447911123456", "the parcel"))).isEqualTo("pass");
    }

    @Test
    void textsAreTaggedAndGoOn() throws Exception {
        route("kamelet:filter-regex-action?regex=RAW((?i)you (have )?won)&outcome=tag&tag=prize");
        Exchange tagged = send("ACME", "You won");
        assertThat(outcome(tagged)).isEqualTo("pass");
        assertThat(tagged.getMessage().getHeader("CamelSmsScreeningTags")).isEqualTo("prize");
        assertThat(send("ACME", "You lost").getMessage().getHeader("CamelSmsScreeningTags"))
                .isNull();
    }

    @Test
    void sendersAreDiscardedOrNotAnswered() throws Exception {
        route("kamelet:filter-sender-action?senders=4479*,acme&outcome=discard");
        assertThat(outcome(send("447911123456", "Hi"))).isEqualTo("discard");
        assertThat(outcome(send("ACME", "Hi"))).isEqualTo("discard");
        assertThat(outcome(send("ACMES", "Hi"))).isEqualTo("pass");
    }

    @Test
    void namesAreLeftWithoutAnAnswer() throws Exception {
        route("kamelet:filter-sender-action?senders=*&senderTypes=alphanumeric&outcome=no-answer");
        assertThat(outcome(send("ACME", "Hi"))).isEqualTo("no-answer");
        assertThat(outcome(send("447911123456", "Hi"))).isEqualTo("pass");
    }

    @Test
    void overTheRateTheSmscIsToldToComeBack() throws Exception {
        route("kamelet:limit-rate-action?per=originating-address&rate=1/h&burst=2");
        assertThat(outcome(send("447911123456", "Hi"))).isEqualTo("pass");
        assertThat(outcome(send("447911123456", "Hi"))).isEqualTo("pass");
        assertThat(outcome(send("447911123456", "Hi"))).isEqualTo("subscriberBusyForMT-SMS");
        assertThat(outcome(send("447911123457", "Hi"))).isEqualTo("pass");
    }

    @ParameterizedTest
    @CsvSource({
        "'kamelet:filter-text-action?contains=,',nothing is said of the messages",
        "kamelet:filter-regex-action?regex=a(b,syntax of RE2",
        "kamelet:limit-rate-action?rate=0/s,rate must let at least one"
    })
    void aStepThatSaysNothingOrNonsenseKeepsTheHubFromStarting(String action, String told) {
        assertThatThrownBy(() -> route(action)).hasStackTraceContaining(told);
    }
}

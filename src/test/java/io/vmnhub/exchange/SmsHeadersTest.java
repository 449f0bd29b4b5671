// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.EightBitCharset;
import io.vmnhub.sms.JoinedParts;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliverDecoder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Message;
import org.apache.camel.Predicate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class SmsHeadersTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Message message = new DefaultExchange(context).getMessage();

    private ShortMessage shortMessage(SmsDeliverTpdu tpdu) throws Exception {
        return new ShortMessage(
                "1",
                Address.international("447700900001"),
                "447785016005",
                Instant.EPOCH,
                new SmsDeliverDecoder().decode(tpdu.encode()));
    }

    private static SmsDeliverTpdu tpdu() {
        return SmsDeliverTpdu.from("447700900123").gsm7("Hello");
    }

    private boolean simple(String expression) {
        Predicate predicate = context.resolveLanguage("simple").createPredicate(expression);
        predicate.init(context);
        return predicate.matches(message.getExchange());
    }

    @Test
    void anOrdinaryMessageHasNoHeaderThatDoesNotApply() throws Exception {
        SmsHeaders.write(shortMessage(tpdu()), message);
        assertThat(message.getHeaders())
                .containsOnlyKeys(
                        "CamelSmsMessageId",
                        "CamelSmsIdentity",
                        "CamelSmsKind",
                        "CamelSmsOriginatingAddress",
                        "CamelSmsOriginatingAddressType",
                        "CamelSmsDestinationAddress",
                        "CamelSmsText",
                        "CamelSmsAlphabet",
                        "CamelSmsProtocolIdentifier",
                        "CamelSmsDataCodingScheme",
                        "CamelSs7MapServiceCentreAddress",
                        "CamelSmsServiceCentreTimestamp");
        assertThat(simple("${header.CamelSmsMessageClass} == 0 || ${header.CamelSmsDestinationPort} == 5505"))
                .isFalse();
    }

    @Test
    void classIndicationPortsAndProtocolIdentifierDecideInARoute() throws Exception {
        SmsHeaders.write(shortMessage(tpdu().dataCoding(0x10).protocolIdentifier(0x41)), message);
        assertThat(simple("${header.CamelSmsMessageClass} == 0 && ${header.CamelSmsProtocolIdentifier} == 65"))
                .isTrue();
        SmsHeaders.write(shortMessage(tpdu().dataCoding(0xCA)), message);
        assertThat(simple("${header.CamelSmsMessagesWaiting} == 'EMAIL' && ${header.CamelSmsMessagesWaitingActive}"))
                .isTrue();
        SmsHeaders.write(
                shortMessage(tpdu().userDataHeader((byte) 5, (byte) 4, (byte) 0x15, (byte) 0x81, (byte) 0, (byte) 80)),
                message);
        assertThat(simple("${header.CamelSmsDestinationPort} == 5505 && ${header.CamelSmsOriginatorPort} == 80"))
                .isTrue();
        assertThat(message.getHeaders())
                .doesNotContainKeys("CamelSmsMessageClass", "CamelSmsMessagesWaiting", "CamelSmsMessagesWaitingActive");
    }

    @Test
    void aPartAndAJoinedMessageTellWhatTheyAre() throws Exception {
        ShortMessage part = shortMessage(tpdu().part(7, 2, 3));
        SmsHeaders.write(part, message);
        assertThat(simple("${header.CamelSmsReference} == 7 && ${header.CamelSmsPartNumber} == 2 && "
                        + "${header.CamelSmsTotalParts} == 3"))
                .isTrue();
        ShortMessage plain = shortMessage(tpdu());
        SmsHeaders.write(
                new ShortMessage(
                        plain.id(),
                        plain.identity(),
                        plain.destinationAddress(),
                        plain.serviceCentreAddress(),
                        plain.receivedAt(),
                        plain.deliver(),
                        Optional.of(EightBitCharset.of("utf-8")),
                        Optional.of(new JoinedParts(7, false, 5, List.of(2, 4))),
                        Optional.empty()),
                message);
        assertThat(simple("${header.CamelSmsMissingParts} == '2,4' && ${header.CamelSmsTotalParts} == 5"))
                .isTrue();
        assertThat(message.getHeader("CamelSmsCharset")).isEqualTo("UTF-8");
        assertThat(message.getHeaders()).doesNotContainKey("CamelSmsPartNumber");
    }
}

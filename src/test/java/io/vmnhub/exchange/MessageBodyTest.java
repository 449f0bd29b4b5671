// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.component.smppserver.Sms;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.Alphabet;
import io.vmnhub.sms.ApplicationPorts;
import io.vmnhub.sms.Concatenation;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.UserDataHeader.Element;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;

class MessageBodyTest {

    private static Message camelMessage(ShortMessage message) {
        Message camel = new DefaultMessage(new DefaultCamelContext());
        SmsHeaders.write(message, camel);
        return camel;
    }

    @Test
    void theMessageAsItCameIsTakenAsItIs() {
        ShortMessage message = Sms.text("Hello");
        assertThat(MessageBody.of(camelMessage(message))).isSameAs(message);
    }

    @Test
    void aTextInItsPlaceGoesBetweenTheSameAddresses() {
        ShortMessage message = Sms.sms().from(Address.alphanumeric("ACME Bank")).saying("Hello");
        Message camel = camelMessage(message);
        camel.setBody("Привет");
        ShortMessage changed = MessageBody.of(camel);
        assertThat(changed.text()).isEqualTo("Привет");
        assertThat(changed.deliver().alphabet()).isEqualTo(Alphabet.UCS2);
        assertThat(changed.originatingAddress()).isEqualTo(message.originatingAddress());
        assertThat(changed.destinationAddress()).isEqualTo(message.destinationAddress());
        assertThat(changed.id()).isEqualTo(message.id());
        assertThat(changed.serviceCentreAddress()).isEqualTo(message.serviceCentreAddress());
        assertThat(changed.deliver().serviceCentreTimestamp())
                .isEqualTo(message.deliver().serviceCentreTimestamp());
    }

    @Test
    void theTextOfAPartStaysAPartAndPortsStayPorts() {
        Element ports = Element.applicationPorts(new ApplicationPorts(2948, 9200, true));
        Message camel =
                camelMessage(Sms.sms().with(ports).parts("x".repeat(200)).get(1));
        camel.setBody("changed");
        ShortMessage changed = MessageBody.of(camel);
        assertThat(changed.concatenation()).contains(new Concatenation(77, false, 2, 2));
        assertThat(changed.deliver().userDataHeader().applicationPorts())
                .contains(new ApplicationPorts(2948, 9200, true));
        assertThat(changed.text()).isEqualTo("changed");
    }

    @Test
    void octetsInItsPlaceAre8BitData() {
        Message camel = camelMessage(Sms.text("Hello"));
        camel.setBody(new byte[] {0, 1, (byte) 0xFF});
        ShortMessage changed = MessageBody.of(camel);
        assertThat(changed.deliver().alphabet()).isEqualTo(Alphabet.OCTETS);
        assertThat(changed.deliver().payload()).containsExactly(0, 1, 0xFF);
    }

    @Test
    void whatCannotBeSentSaysWhy() {
        Message camel = camelMessage(Sms.text("Hello"));
        camel.setBody(null);
        assertThatThrownBy(() -> MessageBody.of(camel)).hasMessage("the route has replaced the message by nothing");
        camel.setBody(Map.of("not", List.of("text")));
        assertThatThrownBy(() -> MessageBody.of(camel)).hasMessageEndingWith("which is not text");
        camel.setBody("Hello");
        camel.removeHeader("CamelSmsOriginatingAddress");
        assertThatThrownBy(() -> MessageBody.of(camel))
                .hasMessageEndingWith("removed the header CamelSmsOriginatingAddress");
    }
}

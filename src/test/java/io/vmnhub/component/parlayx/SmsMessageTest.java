// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.api.soap.WsdlSchemas;
import io.vmnhub.contract.Messages;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.TypeOfNumber;
import jakarta.xml.bind.JAXBContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.transform.stream.StreamSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmsMessageTest {

    private static final String SENDER = "My Bank £";

    private static byte[] notification(ShortMessage message) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JAXBContext.newInstance(NotifySmsReception.class)
                .createMarshaller()
                .marshal(new NotifySmsReception("c-1", SmsMessage.of(message)), bytes);
        return bytes.toByteArray();
    }

    private static SmsMessage written(ShortMessage message) throws Exception {
        byte[] bytes = notification(message);
        WsdlSchemas.all().newValidator().validate(new StreamSource(new ByteArrayInputStream(bytes)));
        return ((NotifySmsReception) JAXBContext.newInstance(NotifySmsReception.class)
                        .createUnmarshaller()
                        .unmarshal(new ByteArrayInputStream(bytes)))
                .message();
    }

    @Test
    void aNotificationIsWhatTheSchemaSays() throws Exception {
        SmsMessage message = written(Messages.hello());
        assertThat(message.message()).isEqualTo("Hello");
        assertThat(message.senderAddress()).isEqualTo("tel:+447700900123");
        assertThat(message.smsServiceActivationNumber()).isEqualTo("tel:+447700900001");
        assertThat(message.dateTime()).isEqualTo("2026-11-22T04:05:06+05:45");
        assertThat(new String(notification(Messages.hello()), StandardCharsets.UTF_8))
                .contains("<message>Hello</message>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " a  b ",
                "<&>]]>\"'",
                "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
                "\u202Eשלום\u202C مرحبا",
                "a\r\nb\rc\n\td",
                "\u0085\u2028"
            })
    void textsArriveAsTheyWere(String text) throws Exception {
        assertThat(written(Messages.message().text(text).build()).message()).isEqualTo(text);
    }

    @Test
    void whatXmlCannotHoldIsReplaced() throws Exception {
        assertThat(written(Messages.message().text("a\0b\u001Bc\uD83D").build()).message())
                .isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
    }

    @Test
    void everySenderIsAUri() throws Exception {
        assertThat(written(Messages.message().from(Address.alphanumeric(SENDER)).build())
                        .senderAddress())
                .isEqualTo("My%20Bank%20%C2%A3");
        assertThat(written(Messages.message()
                                .from(new Address(TypeOfNumber.NATIONAL, Address.E164, "60601"))
                                .build())
                        .senderAddress())
                .isEqualTo("tel:60601");
        assertThat(written(Messages.message()
                                .from(new Address(TypeOfNumber.UNKNOWN, 0, "*12#"))
                                .build())
                        .senderAddress())
                .isEqualTo("tel:*12%23");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-22T04:05:06-03:30", "2026-11-22T04:05:06+14:00", "2026-11-22T04:05:06Z"})
    void theOffsetOfTheTimeStampStays(String timestamp) throws Exception {
        assertThat(written(Messages.message().timestamp(timestamp).build()).dateTime())
                .isEqualTo(timestamp);
    }

    @Test
    void aTimeStampThatXmlCannotHoldIsTheSameInstant() throws Exception {
        assertThat(written(Messages.message()
                                .timestamp("2026-11-22T04:05:06+17:00")
                                .build())
                        .dateTime())
                .isEqualTo("2026-11-21T11:05:06Z");
    }

    @Test
    void withoutATimeStampTheHubsOwnTimeStands() throws Exception {
        assertThat(written(Messages.message().withoutTimestamp().build()).dateTime())
                .isEqualTo("2026-11-21T22:20:07.123Z");
    }
}

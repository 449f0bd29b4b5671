// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vmnhub.contract.Messages;
import io.vmnhub.sms.ShortMessage;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.util.IOHelper;
import org.junit.jupiter.api.Test;

class ShortMessageConverterTest {

    private static final ShortMessage TEXT =
            Messages.message().text("Grüße").userData(0x47, 0x79).build();
    private static final ShortMessage BINARY = Messages.message()
            .dataCodingScheme(4)
            .element(0x05, 0x0B, 0x84, 0x0B, 0x84)
            .userData(0x06, 0x05, 0x04, 0x0B, 0x84, 0x0B, 0x84, 0xFF, 0x00)
            .text("")
            .build();

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(context);

    private <T> T convert(ShortMessage message, Class<T> type) {
        exchange.getMessage().setBody(message);
        return exchange.getMessage().getBody(type);
    }

    @Test
    void aStringIsTheTextAndSoIsWhatAReaderReads() throws Exception {
        assertThat(convert(TEXT, String.class)).isEqualTo("Grüße");
        assertThat(IOHelper.toString(convert(TEXT, Reader.class))).isEqualTo("Grüße");
        assertThat(convert(BINARY, String.class)).isEmpty();
    }

    @Test
    void octetsAreTheUserDataAsItCame() {
        assertThat(convert(TEXT, byte[].class)).containsExactly(0x47, 0x79);
        assertThat(convert(BINARY, ByteBuffer.class)).isEqualTo(ByteBuffer.wrap(BINARY.userData()));
    }

    @Test
    void changingTheOctetsDoesNotChangeTheMessage() {
        convert(TEXT, byte[].class)[0] = 0;
        convert(TEXT, ByteBuffer.class).put(0, (byte) 0);
        assertThat(TEXT.userData()).containsExactly(0x47, 0x79);
    }

    @Test
    void aStreamAndABufferHaveTheTextInUtf8() throws Exception {
        byte[] octets = "Grüße".getBytes(StandardCharsets.UTF_8);
        assertThat(convert(TEXT, InputStream.class).readAllBytes()).isEqualTo(octets);
        assertThat(convert(TEXT, Buffer.class).getBytes()).isEqualTo(octets);
    }

    @Test
    void aStreamHasTheTextInTheCharsetThatTheExchangeNames() throws Exception {
        exchange.setProperty(Exchange.CHARSET_NAME, "ISO-8859-1");
        assertThat(convert(TEXT, InputStream.class).readAllBytes())
                .isEqualTo("Grüße".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void ofBinaryDataAStreamAndABufferHaveTheOctetsBehindTheHeader() throws Exception {
        assertThat(convert(BINARY, InputStream.class).readAllBytes()).containsExactly(0xFF, 0x00);
        assertThat(convert(BINARY, Buffer.class).getBytes()).containsExactly(0xFF, 0x00);
    }

    @Test
    void aMapIsTheJsonForm() throws Exception {
        Map<?, ?> map = convert(TEXT, Map.class);
        assertThat(map)
                .isEqualTo(ShortMessageModule.objectMapper()
                        .readValue(ShortMessageModule.objectMapper().writeValueAsBytes(TEXT), Map.class));
        assertThat(map.get("text")).isEqualTo("Grüße");
        assertThat(map.get("CamelSmsText")).isNull();
        assertThat(map.keySet()).isEqualTo(MessageFields.NAMES);
        assertThat(map.containsKey("identity")).isTrue();
    }
}

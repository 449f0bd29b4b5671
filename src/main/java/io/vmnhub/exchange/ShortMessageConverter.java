// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.sms.ShortMessage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Converter;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;

/**
 * What Camel's components get of a body {@link ShortMessage} when they ask for a type of their own. Camel finds the
 * converters by the generated loader.
 *
 * <ul>
 *   <li>{@code String} and {@code Reader}: the text.
 *   <li>{@code byte[]} and {@code ByteBuffer}: the user data (TP-UD), as it came.
 *   <li>{@code InputStream}: what the message says, for whoever stores or sends it: {@link #content}.
 *   <li>{@code Map}: the JSON form.
 * </ul>
 */
@Converter(generateLoader = true)
public final class ShortMessageConverter {

    private final ObjectMapper mapper = ShortMessageModule.objectMapper();

    @Converter
    public static String toString(ShortMessage message) {
        return message.text();
    }

    @Converter
    public static Reader toReader(ShortMessage message) {
        return new StringReader(message.text());
    }

    @Converter
    public static byte[] toByteArray(ShortMessage message) {
        return message.userData().clone();
    }

    @Converter
    public static ByteBuffer toByteBuffer(ShortMessage message) {
        return ByteBuffer.wrap(toByteArray(message));
    }

    @Converter
    public static InputStream toInputStream(ShortMessage message, Exchange exchange) {
        return new ByteArrayInputStream(content(message, exchange));
    }

    @Converter
    public Map<?, ?> toMap(ShortMessage message) {
        return new MessageFields(message, mapper);
    }

    /**
     * The text in the charset that {@code exchange} names (the property or header {@code CamelCharsetName}), or else
     * UTF-8; of a message without a text the octets behind the user data header.
     *
     * @param exchange may be null
     */
    public static byte[] content(ShortMessage message, Exchange exchange) {
        return message.hasText()
                ? message.text().getBytes(charset(exchange))
                : message.deliver().payload().clone();
    }

    private static Charset charset(Exchange exchange) {
        String name = exchange == null ? null : ExchangeHelper.getCharsetName(exchange, false);
        return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    }
}

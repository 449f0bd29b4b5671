// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.buffer.Buffer;
import io.vmnhub.exchange.ShortMessageConverter;
import io.vmnhub.sms.ShortMessage;
import org.apache.camel.Converter;
import org.apache.camel.Exchange;

/** What {@code vertx-http:} sends of a body {@link ShortMessage}. */
@Converter(generateLoader = true)
public final class ShortMessageBufferConverter {

    private ShortMessageBufferConverter() {}

    @Converter
    public static Buffer toBuffer(ShortMessage message, Exchange exchange) {
        return Buffer.buffer(ShortMessageConverter.content(message, exchange));
    }
}

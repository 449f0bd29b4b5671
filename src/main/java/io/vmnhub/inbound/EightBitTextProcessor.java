// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.UnmappableTextException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The step {@code eightBitText}: reads 8-bit data in the charset that is agreed for it. Parts of a message that will be
 * joined are left alone, because a character may lie across two of them.
 */
public final class EightBitTextProcessor implements Processor {

    private final MessageForms forms;

    public EightBitTextProcessor(MessageForms forms) {
        this.forms = forms;
    }

    @Override
    public void process(Exchange exchange) {
        if (!(exchange.getMessage().getBody() instanceof ShortMessage message)
                || message.hasText()
                || message.joined().isPresent()) {
            return;
        }
        MessageSettings settings = forms.settings(Headers.application(exchange), message);
        if (settings.longMessages() == MessageSettings.LongMessages.WHOLE && Headers.isPart(message)) {
            return;
        }
        try {
            ShortMessage read = settings.eightBit().read(message);
            if (read != message) {
                forms.write(read, exchange.getMessage());
            }
        } catch (UnmappableTextException e) {
            exchange.setException(forms.unreadable(e.getMessage()));
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.exchange.SmsHeaders;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.DeliveryFailureCause;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.UnmappableTextException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The step {@code eightBitText}: reads 8-bit data in the charset that is agreed for it. Parts of a message that will be
 * joined are left alone, because a character may lie across two of them.
 */
public final class EightBitTextProcessor implements Processor {

    private final Contexts contexts;

    public EightBitTextProcessor(MessagePolicies policies) {
        contexts = new Contexts(policies);
    }

    @Override
    public void process(Exchange exchange) {
        if (!(exchange.getMessage().getBody() instanceof ShortMessage message)
                || message.hasText()
                || message.joined().isPresent()) {
            return;
        }
        MessagePolicy policy = contexts.of(exchange, message).policy();
        if (policy.longMessages() == MessagePolicy.LongMessages.WHOLE && Headers.isPart(message)) {
            return;
        }
        try {
            ShortMessage read = policy.eightBit().read(message);
            if (read != message) {
                SmsHeaders.write(read, exchange.getMessage());
            }
        } catch (UnmappableTextException e) {
            exchange.setException(new MapUserErrorException(
                    MapUserError.deliveryFailure(DeliveryFailureCause.EQUIPMENT_PROTOCOL_ERROR), e.getMessage()));
        }
    }
}

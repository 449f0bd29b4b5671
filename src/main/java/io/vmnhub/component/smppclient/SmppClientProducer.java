// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppclient;

import io.vmnhub.exchange.MessageBody;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.sms.ShortMessage;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Sends each message to the partner's SMSC. The exchange ends when the SMSC has answered: without exception when it has
 * the message, with a {@link io.vmnhub.sms.MapUserErrorException} otherwise. No thread waits in between.
 */
public class SmppClientProducer extends DefaultAsyncProducer {

    private final SmppClientEndpoint endpoint;
    private volatile SmscLink link;

    public SmppClientProducer(SmppClientEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        link = endpoint.use();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        endpoint.leave();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        ShortMessage message;
        try {
            message = MessageBody.of(exchange.getMessage());
        } catch (IllegalArgumentException | TypeConversionException e) {
            exchange.setException(new IllegalArgumentException("smpp-client: " + e.getMessage(), e));
            callback.done(true);
            return true;
        }
        link.deliver(message, exchange.getMessage().getHeader(SmsConstants.APPLICATION, "", String.class), failure -> {
            if (failure != null) {
                exchange.setException(failure);
            }
            callback.done(false);
        });
        return false;
    }
}

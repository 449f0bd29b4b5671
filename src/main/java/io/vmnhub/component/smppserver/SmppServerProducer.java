// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.exchange.MessageBody;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.sms.ShortMessage;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Sends each message to the account's sessions. The exchange ends when the application has answered: without exception
 * when it has the message, with a {@link io.vmnhub.sms.MapUserErrorException} otherwise. No thread waits in between.
 */
public class SmppServerProducer extends DefaultAsyncProducer {

    private final SmppServerEndpoint endpoint;

    public SmppServerProducer(SmppServerEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        ShortMessage message;
        try {
            message = MessageBody.of(exchange.getMessage());
        } catch (IllegalArgumentException | TypeConversionException e) {
            exchange.setException(new IllegalArgumentException("smpp-server: " + e.getMessage(), e));
            callback.done(true);
            return true;
        }
        String application = exchange.getMessage().getHeader(SmsConstants.APPLICATION, "", String.class);
        endpoint.getComponent().getServer().deliver(endpoint.getAccount(), message, application, failure -> {
            if (failure != null) {
                exchange.setException(failure);
            }
            callback.done(false);
        });
        return false;
    }
}

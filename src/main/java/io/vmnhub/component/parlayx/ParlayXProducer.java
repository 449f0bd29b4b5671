// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import io.vmnhub.exchange.AnswerBy;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.MessageKind;
import io.vmnhub.sms.ShortMessage;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.cxf.Bus;
import org.apache.cxf.BusFactory;

/**
 * Tells an application of each message by {@code SmsNotification.notifySmsReception} and waits, without a thread, for
 * its answer. The exchange's message is never changed.
 */
public class ParlayXProducer extends DefaultAsyncProducer {

    private final ParlayXEndpoint endpoint;
    private final String correlator;
    private Bus bus;
    private SmsNotificationSender sender;

    public ParlayXProducer(ParlayXEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        correlator = endpoint.getConfiguration().getCorrelator();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        ShortMessage message;
        try {
            message = exchange.getMessage().getMandatoryBody(ShortMessage.class);
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        if (message.kind() == MessageKind.STATUS_REPORT) {
            exchange.setException(MapUserErrorException.statusReport("notifySmsReception of Parlay X"));
            callback.done(true);
            return true;
        }
        sender.send(correlator, message, AnswerBy.left(exchange).map(left -> left.minus(SoapTarget.TO_ANSWER)))
                .whenComplete((confirmed, failure) -> {
                    if (failure != null) {
                        exchange.setException(failure);
                    }
                    callback.done(false);
                });
        return false;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        bus = BusFactory.newInstance().createBus();
        sender = endpoint.sender(bus);
    }

    @Override
    protected void doStop() throws Exception {
        if (sender != null) {
            sender.close();
            sender = null;
        }
        if (bus != null) {
            bus.shutdown(true);
            bus = null;
        }
        super.doStop();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.SmsConstants;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Keeps each message for its application. The exchange ends well when the message is on the disk of the broker, and
 * with a {@link NotConfirmedException} when it is not: queue at its quota, disk full, broker gone. No thread waits.
 */
class StoreProducer extends DefaultAsyncProducer {

    private final String application;
    private Store store;

    StoreProducer(StoreEndpoint endpoint) {
        super(endpoint);
        application = endpoint.getApplication();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String owner = application.isEmpty()
                ? exchange.getMessage().getHeader(SmsConstants.APPLICATION, "", String.class)
                : application;
        if (owner.isBlank()) {
            exchange.setException(new NotConfirmedException("store: the message has no application"));
            callback.done(true);
            return true;
        }
        store.store(owner, exchange, failure -> {
            if (failure != null) {
                exchange.setException(failure);
            } else {
                MessageTrail.of(exchange).ifPresent(trail -> trail.disposed(MessageOutcome.STORED));
            }
            callback.done(false);
        });
        return false;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        store = CamelContextHelper.mandatoryFindSingleByType(getEndpoint().getCamelContext(), Store.class);
        store.start();
        if (!application.isEmpty()) {
            store.makeQueues(application);
        }
    }
}

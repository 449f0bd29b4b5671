package io.vmnhub.component.store;

import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.SmsConstants;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.CamelContextHelper;

/**
 * Keeps the message for its application: the processor of {@code kamelet:store-action}. The exchange ends well when the message is on the
 * disk of the broker, and with a {@link NotConfirmedException} when it is not: queue at its quota, disk full, broker gone. No thread waits.
 */
public final class StoreAction extends AsyncProcessorSupport implements CamelContextAware {

    private CamelContext camelContext;
    private String application = "";
    private Store store;

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String owner = application.isEmpty() ? exchange.getMessage().getHeader(SmsConstants.APPLICATION, String.class)
                : application;
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
        store = CamelContextHelper.mandatoryFindSingleByType(camelContext, Store.class);
        store.start();
        if (!application.isEmpty()) {
            store.makeQueues(application);
        }
    }

    /** Whose queue; by default that of the message's application. */
    public void setApplication(String application) {
        this.application = application == null ? "" : application.trim();
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}

package io.vmnhub.component.inbox;

import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.MessageKind;
import io.vmnhub.sms.ShortMessage;
import java.util.concurrent.ExecutorService;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/** Stores the message in the inbox of the application that owns the number: the processor of {@code kamelet:inbox-sink}. */
public final class InboxProcessor extends AsyncProcessorSupport implements CamelContextAware {

    private static final int THREADS = 4;
    private static final int MOST_WAITING = 10_000;

    private CamelContext camelContext;
    private String application = "";
    private Inbox inbox;
    private ExecutorService routes;

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String owner = application.isBlank() ? exchange.getMessage().getHeader(SmsConstants.APPLICATION, "", String.class)
                : application;
        if (!(exchange.getMessage().getBody() instanceof ShortMessage message) || owner.isBlank()) {
            exchange.setException(new NotConfirmedException("inbox: " + (owner.isBlank() ? "the message has no application"
                    : "the route has replaced the message, and only messages can be stored")));
            callback.done(true);
            return true;
        }
        if (message.kind() == MessageKind.STATUS_REPORT) {
            exchange.setException(MapUserErrorException.statusReport("the inbox, from which applications fetch short messages"));
            callback.done(true);
            return true;
        }
        // What follows in the route may block; the inbox's thread writes for everybody.
        inbox.store(owner, message).whenCompleteAsync((done, failure) -> {
            if (failure != null) {
                exchange.setException(new NotConfirmedException("inbox: " + failure.getMessage(), failure));
            }
            callback.done(false);
        }, routes);
        return false;
    }

    @Override
    protected void doStart() {
        inbox = camelContext.getRegistry().lookupByNameAndType(Inbox.NAME, Inbox.class);
        if (inbox == null) {
            throw new IllegalStateException("inbox: there is no bean " + Inbox.NAME);
        }
        // a full pool lets the inbox's thread run the route's rest itself: slower, but nothing is lost
        routes = camelContext.getExecutorServiceManager().newThreadPool(this, "inbox-routes", new ThreadPoolProfileBuilder(
                "inbox-routes").poolSize(THREADS).maxPoolSize(THREADS).maxQueueSize(MOST_WAITING)
                .rejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns).build());
    }

    @Override
    protected void doStop() {
        if (routes != null) {
            camelContext.getExecutorServiceManager().shutdownGraceful(routes);
            routes = null;
        }
    }

    /** Whose inbox; empty for the application that owns the number. */
    public void setApplication(String application) {
        this.application = application.trim();
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

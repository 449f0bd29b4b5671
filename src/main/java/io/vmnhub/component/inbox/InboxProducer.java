// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.MessageKind;
import io.vmnhub.sms.ShortMessage;
import java.util.concurrent.ExecutorService;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/**
 * Stores each message. The exchange ends without exception when the message is committed, and with a
 * {@link NotConfirmedException} when it cannot be stored. No thread waits in between.
 */
public class InboxProducer extends DefaultAsyncProducer {

    private static final int THREADS = 4;
    private static final int MOST_WAITING = 10_000;

    private final String application;
    private Inbox inbox;
    private ExecutorService routes;

    public InboxProducer(InboxEndpoint endpoint) {
        super(endpoint);
        application = endpoint.getApplication();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String owner = application.isEmpty()
                ? exchange.getMessage().getHeader(SmsConstants.APPLICATION, "", String.class)
                : application;
        if (!(exchange.getMessage().getBody() instanceof ShortMessage message) || owner.isBlank()) {
            return refused(
                    exchange,
                    callback,
                    new NotConfirmedException("inbox: "
                            + (owner.isBlank()
                                    ? "the message has no application"
                                    : "the route has replaced the message, and only messages can be stored")));
        }
        if (message.kind() == MessageKind.STATUS_REPORT) {
            return refused(
                    exchange,
                    callback,
                    MapUserErrorException.statusReport("the inbox, from which applications fetch short messages"));
        }
        // What follows in the route may block; the inbox's thread writes for everybody.
        inbox.store(owner, message)
                .whenCompleteAsync(
                        (done, failure) -> {
                            if (failure != null) {
                                exchange.setException(
                                        new NotConfirmedException("inbox: " + failure.getMessage(), failure));
                            }
                            callback.done(false);
                        },
                        routes);
        return false;
    }

    private static boolean refused(Exchange exchange, AsyncCallback callback, Exception why) {
        exchange.setException(why);
        callback.done(true);
        return true;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        CamelContext context = getEndpoint().getCamelContext();
        inbox = context.getRegistry().lookupByNameAndType(Inbox.NAME, Inbox.class);
        if (inbox == null) {
            throw new IllegalStateException("inbox: there is no bean " + Inbox.NAME);
        }
        // a full pool lets the inbox's thread run the route's rest itself: slower, but nothing is lost
        routes = context.getExecutorServiceManager()
                .newThreadPool(
                        this,
                        "inbox-routes",
                        new ThreadPoolProfileBuilder("inbox-routes")
                                .poolSize(THREADS)
                                .maxPoolSize(THREADS)
                                .maxQueueSize(MOST_WAITING)
                                .rejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns)
                                .build());
    }

    @Override
    protected void doStop() throws Exception {
        if (routes != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(routes);
            routes = null;
        }
        super.doStop();
    }
}

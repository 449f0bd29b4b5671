package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.CommandStatus;
import io.vmnhub.smpp.MapError;
import io.vmnhub.sms.NotDeliveredException;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;

/** After {@link SubmitSm} has been sent: gives the message back to the route, and a failure its MAP error. */
public class SubmitSmOutcome implements Processor {

    private static final String HEADERS = "CamelSmpp*";

    @Override
    public void process(Exchange exchange) {
        Object message = exchange.removeProperty(SubmitSm.MESSAGE);
        if (message != null) {
            exchange.getMessage().setBody(message);
        }
        exchange.getMessage().removeHeaders(HEADERS);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (failure != null) {
            exchange.setException(notDelivered(failure));
        }
    }

    private static NotDeliveredException notDelivered(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NegativeResponseException refused) {
                MapError error = CommandStatus.mapError(refused.getCommandStatus());
                return new NotDeliveredException(error.name(), error.cause(), "SMPP partner answered "
                        + CommandStatus.text(refused.getCommandStatus()));
            }
            if (cause instanceof ResponseTimeoutException) {
                return temporary("SMPP partner did not answer in time");
            }
            if (cause instanceof RejectedExecutionException) {
                return temporary("too many messages wait for the SMPP partner");
            }
        }
        return temporary("SMPP partner: " + failure.getMessage());
    }

    private static NotDeliveredException temporary(String reason) {
        return new NotDeliveredException(MapError.TEMPORARY.name(), MapError.TEMPORARY.cause(), reason);
    }
}

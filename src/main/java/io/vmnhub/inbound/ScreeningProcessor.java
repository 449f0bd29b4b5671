// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.exchange.MessageContext;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.log.ThrottledLog;
import io.vmnhub.screening.Outcome;
import io.vmnhub.screening.Screening;
import io.vmnhub.screening.Sender;
import io.vmnhub.screening.Verdict;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code screening} of the inbound routes: screens a message, or the query for routing information that
 * precedes it. What is refused ends here, and so does what is diverted to an endpoint, once that has it; what passes
 * goes on with the headers of {@link ScreeningConstants}.
 */
public final class ScreeningProcessor extends AsyncProcessorSupport {

    private static final ThrottledLog LOG = new ThrottledLog(LoggerFactory.getLogger("io.vmnhub.screening"));

    private final Screening screening;
    private final ScreeningMetrics metrics;
    private final Diversions diversions;

    public ScreeningProcessor(Screening screening, ScreeningMetrics metrics, Diversions diversions) {
        this.screening = screening;
        this.metrics = metrics;
        this.diversions = diversions;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Message message = exchange.getMessage();
        Verdict verdict;
        if (message.getBody() instanceof ShortMessage shortMessage) {
            String application = message.getHeader(SmsConstants.APPLICATION, String.class);
            verdict = screening.message(sender(message), application == null ? "" : application, shortMessage);
        } else {
            String vmn = message.getHeader(SmsConstants.DESTINATION_ADDRESS, String.class);
            String application =
                    MessageContext.of(exchange).map(MessageContext::application).orElse("");
            verdict = screening.query(sender(message), vmn, application);
        }
        metrics.count(verdict);
        ScreeningTrail.note(exchange, verdict);
        if (!refuse(exchange, verdict, message.getBody() instanceof ShortMessage)) {
            describe(message, verdict);
            if (verdict.outcome() instanceof Outcome.Divert divert && divert.toEndpoint()) {
                return diversions.send(divert.target(), exchange, doneSync -> {
                    exchange.setRouteStop(true);
                    callback.done(doneSync);
                });
            }
        }
        callback.done(true);
        return true;
    }

    /** The bean {@code smscLists}: only what the black list refuses ends here; all else passes as it came. */
    public void lists(Exchange exchange) {
        screening.listed(sender(exchange.getMessage())).ifPresent(verdict -> {
            metrics.count(verdict);
            ScreeningTrail.note(exchange, verdict);
            refuse(exchange, verdict, exchange.getMessage().getBody() instanceof ShortMessage);
        });
    }

    private static Sender sender(Message message) {
        String serviceCentre = message.getHeader(Ss7MapConstants.SERVICE_CENTRE_ADDRESS, String.class);
        return new Sender(
                Optional.ofNullable(message.getHeader(Ss7MapConstants.CALLING_GLOBAL_TITLE, String.class)),
                serviceCentre == null ? "" : serviceCentre);
    }

    private static void describe(Message message, Verdict verdict) {
        message.setHeader(ScreeningConstants.LIST, verdict.list().word());
        tag(message, verdict);
        if (!verdict.rule().isEmpty()) {
            message.setHeader(ScreeningConstants.RULE, verdict.rule());
        }
        if (verdict.outcome() instanceof Outcome.Divert divert && !divert.toEndpoint()) {
            message.setHeader(SmsConstants.APPLICATION, divert.target());
        }
    }

    /**
     * Ends an exchange that is refused.
     *
     * @return false when it is not
     */
    static boolean refuse(Exchange exchange, Verdict verdict, boolean isMessage) {
        Outcome outcome = verdict.outcome();
        if (outcome instanceof Outcome.Reject reject) {
            MapUserError error =
                    isMessage ? reject.error().forMtForwardSm() : reject.error().forSendRoutingInfoForSm();
            exchange.setException(new MapUserErrorException(error, "screening rule " + verdict.rule()));
        } else if (outcome instanceof Outcome.NoAnswer || outcome instanceof Outcome.Discard && !isMessage) {
            // a query has no answer that would say yes and lead nowhere
            exchange.setProperty(Ss7MapConstants.NO_ANSWER, "screening rule " + verdict.rule());
            exchange.setRouteStop(true);
        } else if (outcome instanceof Outcome.Discard) {
            Object id = exchange.getMessage().getHeader(SmsConstants.MESSAGE_ID);
            Object from = exchange.getMessage().getHeader(Ss7MapConstants.CALLING_GLOBAL_TITLE);
            LOG.info(
                    exchange.getMessage().getHeader(SmsConstants.APPLICATION, "", String.class),
                    verdict.rule(),
                    () -> "Message " + id + " from " + from + " discarded: screening rule " + verdict.rule());
            exchange.setRouteStop(true);
        }
        return outcome.refuses();
    }

    /** Adds the verdict's tags to those that are there. */
    static void tag(Message message, Verdict verdict) {
        if (!verdict.tags().isEmpty()) {
            String before = message.getHeader(ScreeningConstants.TAGS, String.class);
            message.setHeader(
                    ScreeningConstants.TAGS, (before == null ? "" : before + " ") + String.join(" ", verdict.tags()));
        }
    }
}

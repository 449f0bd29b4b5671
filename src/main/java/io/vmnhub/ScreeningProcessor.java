package io.vmnhub;

import io.vmnhub.component.ss7map.SmsConstants;
import io.vmnhub.component.ss7map.Ss7MapConstants;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.screening.Outcome;
import io.vmnhub.screening.Screening;
import io.vmnhub.screening.Sender;
import io.vmnhub.screening.Verdict;
import io.vmnhub.sms.ShortMessage;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bean {@code screening} of the inbound routes: screens a message, or the query for routing information that precedes it. What is refused ends
 * here; what passes goes on with the headers of {@link ScreeningConstants}.
 */
final class ScreeningProcessor implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.screening");

    private final Screening screening;
    private final NumberPlan numbers;
    private final ScreeningMetrics metrics;

    ScreeningProcessor(Screening screening, NumberPlan numbers, ScreeningMetrics metrics) {
        this.screening = screening;
        this.numbers = numbers;
        this.metrics = metrics;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String serviceCentre = message.getHeader(Ss7MapConstants.SERVICE_CENTRE_ADDRESS, String.class);
        Sender sender = new Sender(Optional.ofNullable(message.getHeader(Ss7MapConstants.CALLING_GLOBAL_TITLE, String.class)),
                serviceCentre == null ? "" : serviceCentre);
        if (message.getBody() instanceof ShortMessage shortMessage) {
            String application = message.getHeader(SmsConstants.APPLICATION, String.class);
            apply(exchange, screening.message(sender, application == null ? "" : application, shortMessage), true);
        } else {
            String vmn = message.getHeader(SmsConstants.DESTINATION_ADDRESS, String.class);
            apply(exchange, screening.query(sender, vmn, numbers.byMsisdn(vmn).map(Vmn::application).orElse("")), false);
        }
    }

    private void apply(Exchange exchange, Verdict verdict, boolean isMessage) {
        metrics.count(verdict);
        RecordsPart.note(exchange, verdict);
        if (refuse(exchange, verdict, isMessage)) {
            return;
        }
        Message message = exchange.getMessage();
        message.setHeader(ScreeningConstants.LIST, verdict.list().word());
        tag(message, verdict);
        if (!verdict.rule().isEmpty()) {
            message.setHeader(ScreeningConstants.RULE, verdict.rule());
        }
        if (verdict.outcome() instanceof Outcome.Divert divert) {
            message.setHeader(SmsConstants.APPLICATION, divert.application());
        }
    }

    /** Ends an exchange that is refused. @return false when it is not */
    static boolean refuse(Exchange exchange, Verdict verdict, boolean isMessage) {
        Outcome outcome = verdict.outcome();
        if (outcome instanceof Outcome.Reject reject) {
            exchange.setException(isMessage ? ScreeningAnswers.toMessage(reject.error(), verdict.rule())
                    : ScreeningAnswers.toQuery(reject.error(), verdict.rule()));
        } else if (outcome instanceof Outcome.NoAnswer || outcome instanceof Outcome.Discard && !isMessage) {
            // a query has no answer that would say yes and lead nowhere
            exchange.setProperty(Ss7MapConstants.NO_ANSWER, "screening rule " + verdict.rule());
            exchange.setRouteStop(true);
        } else if (outcome instanceof Outcome.Discard) {
            LOG.info("Message {} from {} discarded: screening rule {}", exchange.getMessage().getHeader(SmsConstants.MESSAGE_ID),
                    exchange.getMessage().getHeader(Ss7MapConstants.CALLING_GLOBAL_TITLE), verdict.rule());
            exchange.setRouteStop(true);
        }
        return outcome.refuses();
    }

    /** Adds the verdict's tags to those that are there. */
    static void tag(Message message, Verdict verdict) {
        if (!verdict.tags().isEmpty()) {
            String before = message.getHeader(ScreeningConstants.TAGS, String.class);
            message.setHeader(ScreeningConstants.TAGS, (before == null ? "" : before + " ") + String.join(" ", verdict.tags()));
        }
    }
}

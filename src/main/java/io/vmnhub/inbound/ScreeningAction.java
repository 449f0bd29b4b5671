// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.screening.Conditions;
import io.vmnhub.screening.Filter;
import io.vmnhub.screening.GrayListing;
import io.vmnhub.screening.Outcome;
import io.vmnhub.screening.Rate;
import io.vmnhub.screening.RateLimit;
import io.vmnhub.screening.Screening;
import io.vmnhub.screening.ScreeningRules;
import io.vmnhub.screening.Sender;
import io.vmnhub.screening.Spoofing;
import io.vmnhub.screening.Verdict;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.TypeOfNumber;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * One rule of screening as a step of a route: what the Kamelets {@code filter-text-action},
 * {@code filter-regex-action}, {@code filter-sender-action} and {@code limit-rate-action} are made of. Lists in a
 * property are separated by commas.
 */
public class ScreeningAction implements Processor {

    private String rule = "route";
    private String contains = "";
    private String regex = "";
    private String senders = "";
    private String senderTypes = "";
    private String per = "";
    private String rate = "";
    private String burst = "";
    private String outcome = "reject";
    private String error = "";
    private String cause = "";
    private String tag = "";
    private Screening screening;

    /**
     * Makes the rule of what was set.
     *
     * @throws IllegalArgumentException says what is wrong, beginning with the property where it can
     */
    public void resolve() {
        boolean limits = !rate.isBlank();
        MapUserError usual = limits ? Outcome.Reject.BUSY : Outcome.Reject.FINAL;
        MapUserError refusal = error.isBlank() ? usual : MapUserError.named(error, cause);
        Outcome result = switch (outcome) {
            case "reject" -> new Outcome.Reject(refusal);
            case "discard" -> new Outcome.Discard();
            case "no-answer" -> new Outcome.NoAnswer();
            case "tag" -> new Outcome.Tag(tag.isBlank() ? rule : tag);
            default ->
                throw new IllegalArgumentException(
                        "outcome is '" + outcome + "', but must be reject, discard, no-answer or tag");
        };
        screening = new Screening(
                limits
                        ? rules(List.of(limit(result)), List.of())
                        : rules(List.of(), List.of(new Filter(rule, Set.of(), conditions(), Conditions.NONE, result))));
    }

    private RateLimit limit(Outcome over) {
        Rate allowed = Rate.parse(rate);
        return new RateLimit(
                rule,
                RateLimit.Scope.valueOf(per.toUpperCase(Locale.ROOT).replace('-', '_')),
                RateLimit.Operation.MESSAGES,
                Set.of(),
                burst.isBlank() ? allowed : allowed.withBurst(Long.parseLong(burst)),
                over,
                RateLimit.DEFAULT_KEYS);
    }

    private Conditions conditions() {
        Set<TypeOfNumber> types = list(senderTypes).stream()
                .map(type -> TypeOfNumber.valueOf(type.toUpperCase(Locale.ROOT).replace('-', '_')))
                .collect(Collectors.toSet());
        Conditions conditions = new Conditions(
                List.of(),
                list(senders),
                types,
                List.of(),
                list(contains),
                regex.isBlank() ? Optional.empty() : Optional.of(regex),
                Set.of(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Optional.empty());
        if (conditions.none()) {
            throw new IllegalArgumentException(
                    "nothing is said of the messages that are meant: that would be all of them");
        }
        return conditions;
    }

    private static ScreeningRules rules(List<RateLimit> limits, List<Filter> filters) {
        return new ScreeningRules(
                List.of(),
                ScreeningRules.PERMISSIVE.unlisted(),
                ScreeningRules.PERMISSIVE.black(),
                Optional.empty(),
                GrayListing.DEFAULT,
                limits,
                Spoofing.OFF,
                filters);
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        ShortMessage shortMessage = message.getMandatoryBody(ShortMessage.class);
        Sender sender = new Sender(
                Optional.ofNullable(message.getHeader(Ss7MapConstants.CALLING_GLOBAL_TITLE, String.class)),
                shortMessage.serviceCentreAddress());
        String application = message.getHeader(SmsConstants.APPLICATION, "", String.class);
        Verdict verdict = screening.message(sender, application, shortMessage);
        ScreeningMetrics metrics = exchange.getContext().getRegistry().findSingleByType(ScreeningMetrics.class);
        if (metrics != null) {
            metrics.count(verdict);
        }
        ScreeningTrail.note(exchange, verdict);
        if (!ScreeningProcessor.refuse(exchange, verdict, true)) {
            ScreeningProcessor.tag(message, verdict);
        }
    }

    public void setRule(String value) {
        rule = value;
    }

    public void setContains(String value) {
        contains = value;
    }

    public void setRegex(String value) {
        regex = value;
    }

    public void setSenders(String value) {
        senders = value;
    }

    public void setSenderTypes(String value) {
        senderTypes = value;
    }

    public void setPer(String value) {
        per = value;
    }

    public void setRate(String value) {
        rate = value;
    }

    public void setBurst(String value) {
        burst = value;
    }

    public void setOutcome(String value) {
        outcome = value;
    }

    public void setError(String value) {
        error = value;
    }

    public void setCause(String value) {
        cause = value;
    }

    public void setTag(String value) {
        tag = value;
    }
}

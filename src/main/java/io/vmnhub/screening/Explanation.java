// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.sms.Address;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.UserDataHeader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What screening would do with a message, and why: the query for its number, the message, and the retry of a sender
 * that gray listing does not know. With memories of its own, so that limits are as if nothing else had come and nothing
 * is remembered of it. For one use by one thread.
 */
public final class Explanation {

    private final List<Step> steps = new ArrayList<>();
    private final Moved clock = new Moved();
    private final Screening screening;

    /**
     * One thing that was looked at or decided.
     *
     * @param about {@code query}, {@code message}, {@code retry} or {@code retry after 60 s}
     * @param rule the rule that was asked; empty for the decision
     * @param finding what it found, or what is decided
     */
    public record Step(String about, String rule, String finding) {}

    /** @param rules made ready by {@link Screening#rules()}, or from files */
    public Explanation(ScreeningRules rules) {
        screening = new Screening(rules, MemorySource.local(), clock, System::nanoTime);
    }

    /**
     * Explains what becomes of a message.
     *
     * @param unsolicited as if no query for the number had preceded
     */
    public List<Step> of(Sender sender, String application, ShortMessage message, boolean unsolicited) {
        String vmn = message.destinationAddress().value();
        clock.ahead = screening.rules().spoofing().queryWithin();
        if (!unsolicited) {
            Verdict query = screening.query(sender, vmn, application, trace("query"));
            decided("query", query);
            if (query.outcome().refuses()) {
                return steps;
            }
        }
        Verdict verdict = screening.message(sender, application, message, trace("message"));
        decided("message", verdict);
        if (verdict.rule().equals("list.gray")) {
            clock.ahead = clock.ahead.plus(screening.rules().gray().minDelay());
            decided(
                    "retry after " + screening.rules().gray().minDelay().toSeconds() + " s",
                    screening.message(sender, application, message, trace("retry")));
        }
        return steps;
    }

    private Trace trace(String about) {
        return (rule, finding) -> steps.add(new Step(about, rule, finding));
    }

    private void decided(String about, Verdict verdict) {
        String tags = verdict.tags().isEmpty() ? "" : ", tagged " + String.join(" ", verdict.tags());
        String said = verdict.rule().isEmpty()
                ? "passes" + tags
                : (verdict.outcome() instanceof Outcome.Accept
                                ? "passes"
                                : verdict.outcome().toString()) + ", by rule " + verdict.rule() + tags;
        steps.add(new Step(about, "", said));
    }

    /**
     * A message that nobody has sent.
     *
     * @param from digits, with or without plus, or a name
     * @param to digits
     */
    public static ShortMessage message(
            String id, String serviceCentre, String from, String to, String text, int protocolIdentifier) {
        Address originator = from.matches("\\+?[0-9]+")
                ? Address.international(from.startsWith("+") ? from.substring(1) : from)
                : Address.alphanumeric(from);
        return new ShortMessage(
                id,
                Address.international(to),
                serviceCentre,
                Instant.now(),
                new SmsDeliver(
                        false,
                        false,
                        false,
                        false,
                        originator,
                        protocolIdentifier,
                        DataCodingScheme.forText(text),
                        Optional.empty(),
                        UserDataHeader.NONE,
                        text.getBytes(StandardCharsets.UTF_16BE),
                        text));
    }

    /** The system's clock, set ahead, so that whatever needs time has had it. */
    private static final class Moved extends Clock {

        private Duration ahead = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("explaining needs no zones");
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }
    }
}

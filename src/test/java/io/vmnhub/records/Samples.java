// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.ScreeningNote;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.DataCodingScheme;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.UserDataHeader;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** Records as the hub makes them. */
public final class Samples {

    public static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    public static final String TEXT = "a text that no record holds";

    /** By which the SMSC of {@link #answered} has asked for the number. */
    public static final RoutingQuery QUERY =
            new RoutingQuery(NOON.minusMillis(40), "447785016006", "result", "234157000000001", true, "447700000001");

    private Samples() {}

    /** The answer to a message from {@code from} to {@code to}, taken so many milliseconds after noon. */
    public static MessageRecord answered(
            String id, String from, String to, long millisAfterNoon, MessageOutcome outcome) {
        Instant taken = NOON.plusMillis(millisAfterNoon);
        ShortMessage message = new ShortMessage(
                id,
                Address.international(to),
                "447785016005",
                taken,
                new SmsDeliver(
                        false,
                        false,
                        false,
                        false,
                        Address.international(from),
                        0,
                        new DataCodingScheme(0),
                        Optional.empty(),
                        UserDataHeader.NONE,
                        TEXT.getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                        TEXT));
        MessageTrail trail = trail();
        trail.entered("mt-forwardSM");
        trail.entered("acme");
        trail.screened(new ScreeningNote("white", "filter.numbers", "accept"), false);
        trail.sent("webhook-sink", "acme").ended((Throwable) null);
        trail.sent("sql-sink", "archive").ended(new NotConfirmedException("sql: too slow"));
        return MessageRecord.answered(
                id,
                message,
                "acme",
                "447785016006",
                3,
                taken,
                outcome,
                outcome == MessageOutcome.FAILED ? "systemFailure" : "result",
                "",
                12,
                trail,
                QUERY);
    }

    /** The answer to a message that a rule and an application refused with these words. */
    public static MessageRecord refused(String id, String words) {
        MessageTrail trail = trail();
        trail.screened(new ScreeningNote("black", words, words), true);
        trail.sent("webhook-sink", words).ended(new NotConfirmedException(words));
        ShortMessage message = new ShortMessage(
                id,
                Address.international("447700900123"),
                "447785016005",
                NOON,
                new SmsDeliver(
                        false,
                        false,
                        false,
                        false,
                        Address.international("447911123456"),
                        0,
                        new DataCodingScheme(0),
                        Optional.empty(),
                        UserDataHeader.NONE,
                        new byte[0],
                        words));
        return MessageRecord.answered(
                id,
                message,
                "acme",
                "447785016006",
                3,
                NOON,
                MessageOutcome.REFUSED,
                "systemFailure",
                words,
                12,
                trail,
                null);
    }

    /** Its end, reached by the store. */
    public static MessageRecord ended(String id, MessageOutcome outcome) {
        MessageTrail trail = trail();
        trail.sent("smpp-server-sink", "acme-delivery").ended((Throwable) null);
        return MessageRecord.ended(outcome, id, "acme", outcome == MessageOutcome.DEAD ? "too old" : null, 2, trail);
    }

    private static MessageTrail trail() {
        return MessageTrail.begin(new DefaultExchange(new DefaultCamelContext(false)));
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.exchange.ScreeningNote;
import io.vmnhub.screening.Verdict;
import org.apache.camel.Exchange;

/** Writes what screening has decided on the trail of a message. */
final class ScreeningTrail {

    private ScreeningTrail() {}

    /** Notes a verdict on the trail of a message that has one. */
    static void note(Exchange exchange, Verdict verdict) {
        String rule = verdict.rule().isEmpty() ? null : verdict.rule();
        MessageTrail.of(exchange)
                .ifPresent(trail -> trail.screened(
                        new ScreeningNote(
                                verdict.list().word(), rule, verdict.outcome().toString()),
                        verdict.outcome().refuses()));
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import java.time.Duration;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param sent messages that were begun
 * @param acknowledged of them, those whose every part was acknowledged
 * @param unanswered of them, those that had no outcome when the run gave up waiting
 * @param notSent messages whose turn came while too many were under way
 * @param failures how often each outcome other than an acknowledgement occurred, as {@code operation: outcome}
 * @param elapsed from the first message to the last outcome
 * @param routing times of sendRoutingInfoForSM
 * @param forwarding times of mt-ForwardSM, each dialogue from its first message to its last answer
 * @param whole times of whole messages
 */
public record RunReport(
        long sent,
        long acknowledged,
        long unanswered,
        long notSent,
        Map<String, Long> failures,
        Duration elapsed,
        Latencies routing,
        Latencies forwarding,
        Latencies whole) {

    /** Whether every message was sent and acknowledged. */
    public boolean successful() {
        return sent > 0 && acknowledged == sent && notSent == 0;
    }

    /** Messages a second that came to an outcome. */
    public double perSecond() {
        return elapsed.isZero() ? 0 : (sent - unanswered) * 1e9 / elapsed.toNanos();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vmnhub.simulator.Delivery.Step;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.ss7.MapAnswer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final MapAnswer RESULT = new MapAnswer.Result();
    private static final MapAnswer ROUTING = new MapAnswer.Routing("234150000000123", "447700000001");
    private static final MapAnswer TEMPORARY = new MapAnswer.UserError(MapUserError.temporary());
    private static final MapAnswer SILENCE =
            new MapAnswer.Failure(MapAnswer.Failure.Kind.TIMED_OUT, "no answer in time");

    private final Tally tally = new Tally();
    private final long start = System.nanoTime();

    @Test
    void outcomesAreCountedByOperationAndError() {
        end(true, new Step("sendRoutingInfoForSM", ROUTING, 1), new Step("mt-forwardSM", RESULT, 1));
        end(false, new Step("sendRoutingInfoForSM", ROUTING, 1), new Step("mt-forwardSM", TEMPORARY, 1));
        end(false, new Step("sendRoutingInfoForSM", ROUTING, 1), new Step("mt-forwardSM", TEMPORARY, 1));
        end(false, new Step("sendRoutingInfoForSM", SILENCE, 1));
        RunReport report = tally.report(start, 4, 0);
        assertThat(report.acknowledged()).isEqualTo(1);
        assertThat(report.unanswered()).isZero();
        assertThat(report.successful()).isFalse();
        assertThat(new ReportText(report).lines())
                .contains(
                        "sent 4",
                        "acknowledged 1",
                        "mt-forwardSM: systemFailure 2",
                        "sendRoutingInfoForSM: timed out (no answer in time) 1");
    }

    @Test
    void theFirstOperationIsTimedFromWhenItsMessageWasToGo() {
        long late = Duration.ofMillis(200).toNanos();
        tally.ended(
                new Delivery(
                        List.of(
                                new Step("sendRoutingInfoForSM", ROUTING, millis(10)),
                                new Step("mt-forwardSM", RESULT, millis(5))),
                        true),
                false,
                start - late,
                start);
        RunReport report = tally.report(start, 1, 0);
        assertThat(report.routing().p50()).isCloseTo(210, within(1.0));
        assertThat(report.forwarding().p50()).isCloseTo(5, within(0.1));
        assertThat(report.whole().p50()).isGreaterThanOrEqualTo(200);
    }

    @Test
    void theForwardsOfOneDialogueAreTimedAsOne() {
        tally.ended(
                new Delivery(
                        List.of(
                                new Step("mt-forwardSM", RESULT, millis(5)),
                                new Step("mt-forwardSM", RESULT, millis(5))),
                        true),
                true,
                start,
                start);
        assertThat(tally.report(start, 1, 0).forwarding().count()).isEqualTo(1);
    }

    @Test
    void aRunThatLeavesMessagesOutIsNoSuccess() {
        end(true, new Step("mt-forwardSM", RESULT, 1));
        assertThat(tally.report(start, 1, 0).successful()).isTrue();
        assertThat(tally.report(start, 1, 1).successful()).isFalse();
        assertThat(tally.report(start, 2, 0).successful()).isFalse();
        assertThat(new ReportText(tally.report(start, 2, 3)).lines())
                .contains("without an outcome 1", "not sent, because too many were under way 3");
    }

    @Test
    void manyDifferentOutcomesAreCountedTogether() {
        for (int i = 0; i < 1_000; i++) {
            end(
                    false,
                    new Step("mt-forwardSM", new MapAnswer.Failure(MapAnswer.Failure.Kind.ABORTED, "reason " + i), 1));
        }
        RunReport report = tally.report(start, 1_000, 0);
        assertThat(report.failures()).hasSizeLessThan(200).containsKey("others");
        assertThat(report.failures().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(1_000);
    }

    private void end(boolean delivered, Step... steps) {
        tally.ended(new Delivery(List.of(steps), delivered), false, start, start);
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}

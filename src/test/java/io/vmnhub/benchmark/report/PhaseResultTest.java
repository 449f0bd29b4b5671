// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhaseResultTest {

    private final PhaseResult bare = Reports.phase("fsm", "closed 100", "bare", "", 100, 200, 400);
    private final PhaseResult hub = Reports.phase("fsm", "closed 100", "hub", bare.id(), 50, 160, 240);

    @Test
    void theRatioIsTakenRoundByRound() {
        assertThat(hub.ratio(Figure.PER_SECOND, bare)).contains(new Spread(0.5, 0.6, 0.8));
    }

    @Test
    void whatIsAddedIsTakenRoundByRound() {
        assertThat(hub.added(Figure.PER_SECOND, bare)).contains(new Spread(-160, -50, -40));
    }

    @Test
    void aFigureThatOneRoundLacksIsNone() {
        PhaseResult lacking = new PhaseResult(
                "fsm",
                "closed 100",
                "hub",
                "",
                List.of(new Measurement(0, Map.of(Figure.P99, 1.0)), new Measurement(2, Map.of())));
        assertThat(lacking.spread(Figure.P99)).isEmpty();
        assertThat(lacking.ratio(Figure.P99, bare)).isEmpty();
        assertThat(lacking.failed()).isEqualTo(2);
    }
}

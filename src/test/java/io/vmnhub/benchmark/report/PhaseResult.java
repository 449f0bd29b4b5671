// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rounds of one phase.
 *
 * @param phase its name
 * @param load for example {@code closed 100} or {@code rate 1000}
 * @param target the program that was measured
 * @param baseline the phase of the bare responder that it is compared with, as {@link #id}; empty where it is not
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PhaseResult(String phase, String load, String target, String baseline, List<Measurement> rounds) {

    public PhaseResult {
        baseline = baseline == null ? "" : baseline;
        rounds = List.copyOf(rounds);
    }

    /** What no other phase of a run has. */
    public String id() {
        return phase + " " + load + " " + target;
    }

    public long failed() {
        return rounds.stream().mapToLong(Measurement::failed).sum();
    }

    /** @return empty where not every round has the figure */
    public Optional<Spread> spread(Figure figure) {
        List<Double> values = new ArrayList<>();
        for (Measurement round : rounds) {
            round.figure(figure).ifPresent(values::add);
        }
        return values.isEmpty() || values.size() < rounds.size() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /**
     * How many times the baseline's figure this one is: round by round, because a round's phases met the same machine.
     */
    public Optional<Spread> ratio(Figure figure, PhaseResult base) {
        return byRound(base, figure, (own, other) -> own / other);
    }

    /** How much more than the baseline's figure this one is, round by round. */
    public Optional<Spread> added(Figure figure, PhaseResult base) {
        return byRound(base, figure, (own, other) -> own - other);
    }

    private interface Relation {
        double of(double own, double other);
    }

    private Optional<Spread> byRound(PhaseResult base, Figure figure, Relation relation) {
        if (spread(figure).isEmpty() || base.spread(figure).isEmpty()) {
            return Optional.empty();
        }
        List<Double> values = new ArrayList<>();
        for (int round = 0; round < Math.min(rounds.size(), base.rounds.size()); round++) {
            values.add(relation.of(
                    rounds.get(round).figure(figure).orElseThrow(),
                    base.rounds.get(round).figure(figure).orElseThrow()));
        }
        return Optional.of(Spread.of(values));
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Two runs, figure by figure.
 *
 * @param before the one that is compared with
 * @param differences of the phases that both have
 */
public record Comparison(Report before, Report now, List<Difference> differences) {

    private static final List<Figure> COMPARED =
            List.of(Figure.PER_SECOND, Figure.DELIVERED, Figure.CPU, Figure.ALLOCATED, Figure.P50, Figure.P99);

    /** What became of a figure. */
    public enum Verdict {
        /** The rounds of the two runs have values in common. */
        WITHIN_SPREAD("within the spread"),
        BETTER("better"),
        WORSE("WORSE");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }
    }

    /** One figure of one phase in both runs. */
    public record Difference(String phase, Figure figure, Spread before, Spread now) {

        /** A difference counts when every round of one run lies beyond every round of the other. */
        public Verdict verdict() {
            if (before.overlaps(now)) {
                return Verdict.WITHIN_SPREAD;
            }
            boolean more = now.median() > before.median();
            return more == (figure.better() == Figure.Better.MORE) ? Verdict.BETTER : Verdict.WORSE;
        }

        /** How much the median has changed, in percent. */
        public double percent() {
            return 100 * (now.median() / before.median() - 1);
        }
    }

    public static Comparison of(Report before, Report now) {
        List<Difference> differences = new ArrayList<>();
        for (PhaseResult phase : now.phases()) {
            Optional<PhaseResult> earlier = before.phase(phase.id());
            for (Figure figure : COMPARED) {
                Optional<Spread> then = earlier.flatMap(found -> found.spread(figure));
                Optional<Spread> here = phase.spread(figure);
                if (then.isPresent() && here.isPresent()) {
                    differences.add(new Difference(phase.id(), figure, then.get(), here.get()));
                }
            }
        }
        return new Comparison(before, now, differences);
    }

    /** A line for each figure; those beyond the spread are marked. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Compared with the run of %s (%s); * marks what lies beyond the spread of the rounds.%n",
                before.time(),
                before.versions().commit()));
        for (Difference difference : differences) {
            Figure figure = difference.figure();
            Verdict verdict = difference.verdict();
            text.append(String.format(
                    Locale.ROOT,
                    "%s %-34s %-12s %32s %32s %+7.1f %%  %s%n",
                    verdict == Verdict.WITHIN_SPREAD ? " " : "*",
                    difference.phase(),
                    figure.label(),
                    difference.before().text(figure::text),
                    difference.now().text(figure::text),
                    difference.percent(),
                    verdict.text));
        }
        return text.toString();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A report for the terminal. */
public final class TextReport {

    private static final int LABEL = 20;
    private static final int COLUMN = 36;

    private final Report report;

    public TextReport(Report report) {
        this.report = report;
    }

    /** @return the whole */
    public String text() {
        StringBuilder text = new StringBuilder(head());
        text.append("\nMedian (least to most) of the rounds; CPU and allocation are the target's for one message.\n");
        for (PhaseResult phase : report.phases()) {
            Optional<PhaseResult> base = report.baseline(phase);
            text.append('\n').append(title(phase)).append('\n');
            text.append(
                    row("", phase.target(), base.map(PhaseResult::target).orElse(""), base.isPresent() ? "ratio" : ""));
            for (Figure figure : Figure.values()) {
                phase.spread(figure)
                        .ifPresent(spread -> text.append(row(
                                figure.label(),
                                spread.text(figure::text),
                                base.flatMap(found -> found.spread(figure))
                                        .map(found -> found.text(figure::text))
                                        .orElse(""),
                                base.map(found -> relation(figure, phase, found))
                                        .orElse(""))));
            }
            if (phase.failed() > 0) {
                text.append("not acknowledged: ").append(phase.failed()).append('\n');
            }
        }
        return text.append(growth()).toString();
    }

    private String head() {
        Machine machine = report.machine();
        return String.format(
                Locale.ROOT,
                "%s, %s form%n%s, %d cores, %,d MB, %s%n%s, %s%nload average %s before, %s after%n"
                        + "commit %s, Camel %s, jSS7 %s, Artemis %s%n",
                report.time(),
                report.form(),
                machine.processor(),
                machine.cores(),
                machine.memoryMegabytes(),
                machine.kernel(),
                machine.jvm(),
                machine.jvmOptions(),
                report.loadBefore(),
                report.loadAfter(),
                report.versions().commit(),
                report.versions().camel(),
                report.versions().jss7(),
                report.versions().artemis());
    }

    static String title(PhaseResult phase) {
        return phase.phase() + ", "
                + phase.load().replace("closed", "closed loop, in flight").replace("rate", "at a rate of");
    }

    /** By how much the baseline's figure differs: times, and for latencies milliseconds more. */
    static String relation(Figure figure, PhaseResult phase, PhaseResult base) {
        return figure.isLatency()
                ? phase.added(figure, base)
                        .map(added -> String.format(Locale.ROOT, "%+.2f ms", added.median()))
                        .orElse("")
                : phase.ratio(figure, base)
                        .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio.median()))
                        .orElse("");
    }

    private static String row(String label, String target, String base, String relation) {
        return String.format(
                                Locale.ROOT,
                                "%-" + LABEL + "s%" + COLUMN + "s%" + COLUMN + "s%12s",
                                label,
                                target,
                                base,
                                relation)
                        .stripTrailing()
                + "\n";
    }

    private String growth() {
        StringBuilder text = new StringBuilder();
        for (GrowthResult one : report.growth()) {
            text.append(String.format(Locale.ROOT, "%n%s%n", one.dimension()));
            text.append(row(
                    "",
                    String.format(Locale.ROOT, "%,d", one.large().size()),
                    String.format(Locale.ROOT, "%,d", one.small().size()),
                    "ratio"));
            for (Figure figure : List.of(Figure.PER_SECOND, Figure.CPU, Figure.P99)) {
                text.append(row(
                        figure.label(),
                        one.large().spread(figure).text(figure::text),
                        one.small().spread(figure).text(figure::text),
                        String.format(Locale.ROOT, "%.2f", one.ratio(figure).median())));
            }
            text.append(rest("start s", one.large().startSeconds(), one.small().startSeconds()));
            text.append(rest("heap MB", one.large().heapMegabytes(), one.small().heapMegabytes()));
            text.append(rest(
                    "memory MB", one.large().residentMegabytes(), one.small().residentMegabytes()));
        }
        return text.toString();
    }

    private static String rest(String label, double large, double small) {
        return row(
                label,
                String.format(Locale.ROOT, "%.1f", large),
                String.format(Locale.ROOT, "%.1f", small),
                String.format(Locale.ROOT, "%.2f", large / small));
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A report as one page that needs nothing else: no script, no file, no other server. */
public final class Html {

    private static final List<Figure> LATENCIES = List.of(Figure.P50, Figure.P90, Figure.P99, Figure.P999, Figure.MAX);

    private final Report report;

    public Html(Report report) {
        this.report = report;
    }

    /** @return the page */
    public String text() throws IOException {
        return template()
                .replace("{{title}}", escape("VMN Hub, benchmark of " + report.time()))
                .replace("{{machine}}", escape(machine()))
                .replace("{{aims}}", aims())
                .replace("{{charts}}", charts())
                .replace("{{text}}", escape(new TextReport(report).text()));
    }

    private static String template() throws IOException {
        try (InputStream template = Html.class.getResourceAsStream("report.html")) {
            return new String(template.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private String machine() {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %,d MB, %s; %s; load average %s before, %s after; commit %s",
                report.machine().processor(),
                report.machine().cores(),
                report.machine().memoryMegabytes(),
                report.machine().kernel(),
                report.machine().jvm(),
                report.loadBefore(),
                report.loadAfter(),
                report.versions().commit());
    }

    private String aims() {
        StringBuilder rows = new StringBuilder();
        for (Aim aim : Aim.ALL) {
            aim.metBy(report)
                    .ifPresent(met -> rows.append(String.format(
                            "<tr class=\"%s\"><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>%n",
                            met ? "met" : "missed",
                            escape(aim.text()),
                            escape(aim.aimText()),
                            escape(aim.valueText(report).orElseThrow()),
                            met ? "met" : "not met")));
        }
        return rows.toString();
    }

    private String charts() {
        return closed(Figure.PER_SECOND, "Messages a second, closed loop")
                + ratios()
                + closed(Figure.CPU, "Processor time of the target for one message, µs")
                + closed(Figure.ALLOCATED, "Allocated by the target for one message, bytes")
                + latencies()
                + growth();
    }

    private static String label(PhaseResult phase) {
        return phase.phase() + " " + phase.load() + ", " + phase.target();
    }

    private static String style(PhaseResult phase) {
        return phase.target().equals("bare") ? "bare" : "hub";
    }

    private String closed(Figure figure, String title) {
        BarChart chart = new BarChart(title, false);
        for (PhaseResult phase : report.phases()) {
            if (phase.load().startsWith("closed")) {
                phase.spread(figure).ifPresent(spread -> chart.add(label(phase), style(phase), spread, figure::text));
            }
        }
        return chart.svg();
    }

    private String ratios() {
        BarChart chart = new BarChart("Messages a second, as a part of bare jSS7's in the same round", false);
        for (PhaseResult phase : report.phases()) {
            if (phase.load().startsWith("closed")) {
                report.baseline(phase)
                        .flatMap(base -> phase.ratio(Figure.PER_SECOND, base))
                        .ifPresent(ratio -> chart.add(
                                label(phase), style(phase), ratio, value -> String.format(Locale.ROOT, "%.2f", value)));
            }
        }
        return chart.svg();
    }

    private String latencies() {
        BarChart chart = new BarChart(
                "Latency at constant rates, ms (logarithmic), from the moment each message was to go", true);
        for (PhaseResult phase : report.phases()) {
            if (phase.load().startsWith("rate")) {
                for (Figure figure : LATENCIES) {
                    Optional<Spread> spread = phase.spread(figure);
                    spread.ifPresent(found -> chart.add(
                            label(phase) + " " + figure.label().replace(" ms", ""), style(phase), found, figure::text));
                }
            }
        }
        return chart.svg();
    }

    private String growth() {
        BarChart chart = new BarChart("Processor time of a message when there is more, to the small case", false);
        for (GrowthResult one : report.growth()) {
            chart.add(
                    String.format(
                            Locale.ROOT,
                            "%s, %,d to %,d",
                            one.dimension(),
                            one.small().size(),
                            one.large().size()),
                    "hub",
                    one.ratio(Figure.CPU),
                    value -> String.format(Locale.ROOT, "%.2f", value));
        }
        return chart.svg();
    }
}

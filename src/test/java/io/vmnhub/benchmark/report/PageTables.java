// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tables of docs/benchmark.md, made from a report and put between two markers of the page. */
public final class PageTables {

    public static final Path PAGE = Path.of("docs/benchmark.md");
    public static final Path REPORTS = Path.of("docs/benchmark");

    private static final String BEGIN = "<!-- made from the report by mvn -Pbenchmark -Dbenchmark.page: begin -->\n";
    private static final String END = "<!-- made from the report: end -->\n";

    private PageTables() {}

    /**
     * Keeps a report beside the page, and writes the tables of the latest ones into the page.
     *
     * @return the report's file in the documentation
     */
    public static Path publish(Path file, Path page, Path reports) throws IOException {
        Report report = Report.read(file);
        Path kept = reports.resolve(report.fileName() + ".json");
        report.write(kept);
        Files.writeString(page, into(Files.readString(page), of(reports)));
        return kept;
    }

    /** @return Markdown: of the latest report with phases, and of the latest with growth; nothing without reports */
    static String of(Path reports) throws IOException {
        Optional<Report> phases =
                Report.latest(reports, report -> !report.phases().isEmpty());
        Optional<Report> growth =
                Report.latest(reports, report -> !report.growth().isEmpty());
        StringBuilder text = new StringBuilder();
        phases.ifPresent(report -> {
            head(report, text);
            aims(report, text);
            phases(report, text);
        });
        growth.ifPresent(report -> {
            text.append("\n### Growth\n");
            head(report, text);
            growth(report, text);
        });
        return text.isEmpty() ? "" : text.append('\n').toString();
    }

    /** What stands between the markers now. */
    static String between(String page) {
        return page.substring(begin(page), end(page));
    }

    static String into(String page, String tables) {
        return page.substring(0, begin(page)) + tables + page.substring(end(page));
    }

    private static int begin(String page) {
        return place(page, BEGIN) + BEGIN.length();
    }

    private static int end(String page) {
        return place(page, END);
    }

    private static int place(String page, String marker) {
        int place = page.indexOf(marker);
        if (place < 0) {
            throw new IllegalArgumentException("the page has no line " + marker.trim());
        }
        return place;
    }

    private static void head(Report report, StringBuilder text) {
        Machine machine = report.machine();
        Versions versions = report.versions();
        text.append(String.format(
                Locale.ROOT,
                "%nRun of %s, %s form: %s, %d cores, %,d MB, %s, %s, `%s`; load average %s before and %s after;"
                        + "%ncommit %s, Camel %s, jSS7 %s, Artemis %s.%n",
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
                versions.commit(),
                versions.camel(),
                versions.jss7(),
                versions.artemis()));
    }

    private static void aims(Report report, StringBuilder text) {
        List<Aim> known =
                Aim.ALL.stream().filter(aim -> aim.metBy(report).isPresent()).toList();
        if (known.isEmpty()) {
            return;
        }
        text.append("\n| aim on two cores | | measured | |\n|---|---|---|---|\n");
        for (Aim aim : known) {
            line(
                    text,
                    aim.text(),
                    aim.aimText(),
                    aim.valueText(report).orElseThrow(),
                    aim.metBy(report).orElseThrow() ? "met" : "not met");
        }
    }

    private static void phases(Report report, StringBuilder text) {
        text.append(
                "\n| phase | load | target | messages/s | to bare | delivered/s | CPU µs | allocated KB | p50 ms | p99 ms "
                        + "| p99.9 ms | max ms | p99 to bare, ms |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (PhaseResult phase : report.phases()) {
            Optional<PhaseResult> base = report.baseline(phase);
            line(
                    text,
                    "`" + phase.phase() + "`",
                    phase.load(),
                    phase.target(),
                    phase.spread(Figure.PER_SECOND)
                            .map(spread -> spread.text(Figure.PER_SECOND::text))
                            .orElse(""),
                    base.flatMap(found -> phase.ratio(Figure.PER_SECOND, found))
                            .map(ratio -> String.format(Locale.ROOT, "%.2f", ratio.median()))
                            .orElse(""),
                    median(phase, Figure.DELIVERED),
                    median(phase, Figure.CPU),
                    phase.spread(Figure.ALLOCATED)
                            .map(bytes -> String.format(Locale.ROOT, "%.1f", bytes.median() / 1e3))
                            .orElse(""),
                    median(phase, Figure.P50),
                    median(phase, Figure.P99),
                    median(phase, Figure.P999),
                    median(phase, Figure.MAX),
                    base.flatMap(found -> phase.added(Figure.P99, found))
                            .map(added -> String.format(Locale.ROOT, "%+.2f", added.median()))
                            .orElse(""));
        }
    }

    private static String median(PhaseResult phase, Figure figure) {
        return phase.spread(figure).map(spread -> figure.text(spread.median())).orElse("");
    }

    private static void growth(Report report, StringBuilder text) {
        text.append(
                "\n| more of | size | messages/s | ratio | CPU µs | ratio | p99 ms | start s | heap MB | memory MB |\n"
                        + "|---|---|---|---|---|---|---|---|---|---|\n");
        for (GrowthResult one : report.growth()) {
            point(text, one, one.small(), false);
            point(text, one, one.large(), true);
        }
    }

    private static void point(StringBuilder text, GrowthResult result, GrowthResult.Point point, boolean large) {
        line(
                text,
                large ? "" : result.dimension(),
                String.format(Locale.ROOT, "%,d", point.size()),
                point.spread(Figure.PER_SECOND).text(Figure.PER_SECOND::text),
                large ? ratio(result, Figure.PER_SECOND) : "",
                point.spread(Figure.CPU).text(Figure.CPU::text),
                large ? ratio(result, Figure.CPU) : "",
                Figure.P99.text(point.spread(Figure.P99).median()),
                String.format(Locale.ROOT, "%.1f", point.startSeconds()),
                String.format(Locale.ROOT, "%.0f", point.heapMegabytes()),
                String.format(Locale.ROOT, "%.0f", point.residentMegabytes()));
    }

    private static String ratio(GrowthResult result, Figure figure) {
        return String.format(Locale.ROOT, "%.2f", result.ratio(figure).median());
    }

    private static void line(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}

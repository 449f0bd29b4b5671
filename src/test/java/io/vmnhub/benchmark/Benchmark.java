// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.benchmark.report.Comparison;
import io.vmnhub.benchmark.report.GrowthResult;
import io.vmnhub.benchmark.report.Html;
import io.vmnhub.benchmark.report.LoadAverage;
import io.vmnhub.benchmark.report.Machine;
import io.vmnhub.benchmark.report.PageTables;
import io.vmnhub.benchmark.report.PhaseResult;
import io.vmnhub.benchmark.report.Report;
import io.vmnhub.benchmark.report.TextReport;
import io.vmnhub.benchmark.report.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Measures the hub beside a bare responder, phase by phase in several rounds, and writes what came of it: to the
 * terminal, as JSON, and as a page with charts. docs/benchmark.md says how to run it and how to read it.
 */
public final class Benchmark {

    private static final Path RESULTS = Path.of("target/benchmark");

    private final Settings settings;
    private final Path results;

    Benchmark(Settings settings, Path results) {
        this.settings = settings;
        this.results = results;
    }

    public static void main(String[] arguments) throws Exception {
        Optional<String> page = Settings.text("page");
        if (page.isPresent()) {
            System.out.println("kept " + PageTables.publish(Path.of(page.get()), PageTables.PAGE, PageTables.REPORTS)
                    + ", its tables are in " + PageTables.PAGE);
            return;
        }
        Optional<Report> before = Optional.empty();
        if (Settings.text("against").isPresent()) {
            before = Optional.of(Report.read(Path.of(Settings.text("against").get())));
        }
        Report report = new Benchmark(Settings.byProperties(), RESULTS).run();
        before.ifPresent(
                then -> System.out.println("\n" + Comparison.of(then, report).text()));
        System.exit(report.failed() == 0 ? 0 : 1);
    }

    /** Measures, prints and writes. */
    Report run() throws IOException, InterruptedException {
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        LoadAverage loadBefore = LoadAverage.now();
        Path folder = Files.createTempDirectory("vmn-hub-benchmark");
        System.out.println("the programs' files and logs are in " + folder);
        List<PhaseResult> phases = phases(folder.resolve("phases"));
        List<GrowthResult> growth = new Growth(settings, folder.resolve("growth")).measure();
        Report report = new Report(
                Report.FORMAT,
                time,
                settings.form().text(),
                Machine.here(settings.hubOptions()),
                Versions.here(),
                loadBefore,
                LoadAverage.now(),
                settings.parameters(),
                phases,
                growth);
        System.out.println(new TextReport(report).text());
        Path json = results.resolve(report.fileName() + ".json");
        Path html = results.resolve(report.fileName() + ".html");
        report.write(json);
        Files.writeString(html, new Html(report).text());
        System.out.println("written: " + json + ", " + html);
        return report;
    }

    private List<PhaseResult> phases(Path folder) throws IOException, InterruptedException {
        List<Phase> phases = Phases.of(settings);
        if (phases.isEmpty()) {
            return List.of();
        }
        try (Stage stage = Stage.of(settings, folder, phases);
                Runner runner = new Runner(stage)) {
            stage.targets()
                    .forEach((target, program) -> System.out.println(target.text() + ": process " + program.pid()));
            runner.warmUp(phases, settings.warmUp());
            return runner.measure(phases, settings.rounds(), settings.seconds());
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All of one run. Its file is described by {@code report.schema.json}.
 *
 * @param format of the file; {@link #FORMAT}
 * @param time of the beginning, ISO 8601 in UTC
 * @param form full or short, or what was chosen
 * @param parameters as the run had them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Report(
        int format,
        String time,
        String form,
        Machine machine,
        Versions versions,
        LoadAverage loadBefore,
        LoadAverage loadAfter,
        Map<String, String> parameters,
        List<PhaseResult> phases,
        List<GrowthResult> growth) {

    public static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Report {
        if (format != FORMAT) {
            throw new IllegalArgumentException("format " + format + " of a report is not " + FORMAT);
        }
        parameters = Map.copyOf(parameters);
        phases = phases == null ? List.of() : List.copyOf(phases);
        growth = growth == null ? List.of() : List.copyOf(growth);
    }

    public static Report read(Path file) throws IOException {
        try {
            return JSON.readValue(file.toFile(), Report.class);
        } catch (IOException e) {
            throw new IOException(file + " is no report of a benchmark: " + e.getMessage(), e);
        }
    }

    /** @return of those that {@code wanted} takes the latest in a folder; empty where there is none */
    static Optional<Report> latest(Path folder, Predicate<Report> wanted) throws IOException {
        Report latest = null;
        for (Path file : files(folder)) {
            Report report = read(file);
            if (wanted.test(report) && (latest == null || latest.time.compareTo(report.time) < 0)) {
                latest = report;
            }
        }
        return Optional.ofNullable(latest);
    }

    /** @return the files of reports in a folder, which need not exist */
    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    /** The time as it can stand in a file's name. */
    public String fileName() {
        return time.replaceAll("[^0-9TZ-]", "-");
    }

    public Optional<PhaseResult> phase(String id) {
        return phases.stream().filter(phase -> phase.id().equals(id)).findFirst();
    }

    /** @return what {@code phase} is compared with */
    public Optional<PhaseResult> baseline(PhaseResult phase) {
        return phase.baseline().isEmpty() ? Optional.empty() : phase(phase.baseline());
    }

    /** @return messages that were not sent, not answered or refused */
    public long failed() {
        return phases.stream().mapToLong(PhaseResult::failed).sum();
    }
}

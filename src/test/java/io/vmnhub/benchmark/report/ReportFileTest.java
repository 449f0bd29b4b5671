// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a run: what is written is what is read, and what the schema and the page say. */
class ReportFileTest {

    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(ReportFileTest.class.getResourceAsStream("report.schema.json"));

    @TempDir
    Path folder;

    private static void assertFollowsTheSchema(Path file) throws IOException {
        assertThat(SCHEMA.validate(new ObjectMapper().readTree(file.toFile())))
                .as(file.toString())
                .isEmpty();
    }

    static Report whole() {
        Report report = Reports.report(40_000, 50_000, 60_000);
        return Reports.report(report.phases(), List.of(Reports.growth(50_000, 40_000)));
    }

    @Test
    void whatIsReadEqualsWhatWasWritten() throws IOException {
        Path file = folder.resolve("run.json");
        whole().write(file);
        assertThat(Report.read(file)).isEqualTo(whole());
    }

    @Test
    void aWrittenFileFollowsTheSchema() throws IOException {
        Path file = folder.resolve("run.json");
        whole().write(file);
        assertFollowsTheSchema(file);
        assertThat(Files.readString(file)).contains("\"perSecond\" : 40000.0");
    }

    @Test
    void aFileOfAnotherFormatIsRefusedWithItsName() throws IOException {
        Path file = folder.resolve("run.json");
        whole().write(file);
        Files.writeString(file, Files.readString(file).replace("\"format\" : 1", "\"format\" : 9"));
        assertThatThrownBy(() -> Report.read(file))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("format 9");
    }

    @Test
    void theReportsOfTheDocumentationFollowTheSchema() throws IOException {
        for (Path file : Report.files(PageTables.REPORTS)) {
            assertFollowsTheSchema(file);
            Report.read(file);
        }
    }

    @Test
    void thePagesTablesAreThoseOfTheLatestReports() throws IOException {
        assertThat(PageTables.between(Files.readString(PageTables.PAGE)))
                .as("run mvn -Pbenchmark -Dbenchmark.page=<a report of docs/benchmark>")
                .isEqualTo(PageTables.of(PageTables.REPORTS));
    }

    @Test
    void phasesAndGrowthAreThoseOfTheLatestReportsThatHaveThem() throws IOException {
        Report old = Reports.report(List.of(), List.of(Reports.growth(50_000, 40_000)));
        old.write(folder.resolve("2.json"));
        assertThat(PageTables.of(folder)).contains("### Growth").doesNotContain("| phase |");
        Reports.report(60_000, 60_000, 60_000).write(folder.resolve("1.json"));
        assertThat(PageTables.of(folder)).contains("| phase |").contains("### Growth");
        assertThat(PageTables.of(folder.resolve("none"))).isEmpty();
    }

    @Test
    void publishingKeepsTheReportAndReplacesTheTablesOnly() throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(page, """
                before
                <!-- made from the report by mvn -Pbenchmark -Dbenchmark.page: begin -->
                old
                <!-- made from the report: end -->
                after
                """);
        Path file = folder.resolve("run.json");
        whole().write(file);
        Path kept = PageTables.publish(file, page, folder.resolve("reports"));
        assertThat(Report.read(kept)).isEqualTo(whole());
        assertThat(kept).hasFileName("2026-11-28T00-10-00Z.json");
        assertThat(Files.readString(page))
                .startsWith("before\n")
                .endsWith("after\n")
                .doesNotContain("old\n")
                .contains("| `fsm` | closed 100 | hub | 50,000 (40,000 to 60,000) | 0.63 |")
                .contains("| the default route's rate, to bare | ≥ 0.85 | 0.63 | not met |")
                .contains("| numbers | 10 |");
    }

    @Test
    void aPageWithoutTheMarkersIsRefused() {
        assertThatThrownBy(() -> PageTables.into("nothing here", "tables")).hasMessageContaining("begin");
    }

    @Test
    void theHtmlPageAsksNoOtherServerAndShowsEveryPhase() throws IOException {
        String html = new Html(whole()).text();
        assertThat(html)
                .doesNotContain("http:", "https:", "<script", "src=")
                .doesNotContain("{{")
                .contains("<svg")
                .contains("fsm closed 100, hub")
                .contains("numbers, 10 to 1,000,000");
    }
}

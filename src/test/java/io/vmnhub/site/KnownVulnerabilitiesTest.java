// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of the bill of materials against a copy of an advisory database. */
class KnownVulnerabilitiesTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void writeDatabase() throws IOException {
        Path library = Files.createDirectories(folder.resolve("maven/org.example/library"));
        Files.writeString(library.resolve("CVE-2026-1.yml"), """
                ---
                identifier: "CVE-2026-1"
                identifiers:
                - "CVE-2026-1"
                - "GHSA-aaaa-bbbb-cccc"
                title: "Reads too far"
                affected_range: "[,1.4),[2.0,2.2]"
                fixed_versions:
                - "1.4"
                """);
    }

    private String check(String version, String exceptions) throws Exception {
        Path bom = Files.writeString(
                folder.resolve("bom.json"), "{\"purl\" : \"pkg:maven/org.example/library@" + version + "?type=jar\"}");
        Process check = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "src/build/KnownVulnerabilities.java",
                        bom.toString(),
                        folder.resolve("maven").toString(),
                        Files.writeString(folder.resolve("exceptions.toml"), exceptions)
                                .toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return check.waitFor() + " " + printed;
    }

    private static String exception(LocalDate until) {
        return "[[IgnoredVulns]]\nid = \"GHSA-aaaa-bbbb-cccc\"\nignoreUntil = " + until + "\nreason = \"not used\"\n";
    }

    @Test
    void aLibraryInTheRangeIsFoundUnlessAnExceptionNamesIt() throws Exception {
        assertThat(check("1.3.9", ""))
                .startsWith("1 ")
                .contains("org.example:library 1.3.9", "CVE-2026-1", "Reads too far; mended in 1.4");
        assertThat(check("2.2", exception(LocalDate.now().plusDays(1)))).startsWith("0 ");
    }

    @Test
    void anExceptionThatIsOverOrOfNoUseIsFound() throws Exception {
        assertThat(check("2.2", exception(LocalDate.now().minusDays(1))))
                .startsWith("1 ")
                .contains("is over");
        assertThat(check("1.4", exception(LocalDate.now().plusDays(1))))
                .startsWith("1 ")
                .contains("of no use");
    }
}

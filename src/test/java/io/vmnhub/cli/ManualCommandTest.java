// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.VmnHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManualCommandTest {

    @TempDir
    Path folder;

    @BeforeEach
    void write() {
        assertThat(VmnHub.commandLine().execute("manual", folder.resolve("man").toString()))
                .isZero();
    }

    @Test
    void everyCommandThatTheHelpNamesHasAPage() throws IOException {
        List<String> expected = VmnHub.commandLine().getSubcommands().values().stream()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .map(command -> "vmn-hub-" + command.getCommandName() + ".1")
                .toList();
        try (Stream<Path> pages = Files.list(folder.resolve("man"))) {
            assertThat(pages.map(page -> page.getFileName().toString()).toList())
                    .containsAll(expected)
                    .contains("vmn-hub.1")
                    .doesNotContain("vmn-hub-manual.1");
        }
    }

    @Test
    void aPageHasItsOptionsAndNoTextThatManWouldTakeForARequest() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("man/vmn-hub-simulate.1"));
        assertThat(lines)
                .contains(".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS")
                .anyMatch(line -> line.startsWith(".B \\-\\-to=")) //
                .filteredOn(line -> line.startsWith("."))
                .allMatch(line -> line.matches("\\.(TH|SH|TP|PP|B)( .*)?"));
    }

    @Test
    void variablesOfTheHelpAreResolved() throws IOException {
        assertThat(Files.readString(folder.resolve("man/vmn-hub-run.1"))).doesNotContain("${", "@|");
    }
}

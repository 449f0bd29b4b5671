// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.VmnHub;
import io.vmnhub.fixture.HubFolder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClassArchiveCommandIT {

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private int run(Path home) {
        CommandLine line = VmnHub.commandLine();
        line.setErr(new PrintWriter(err));
        return line.execute("class-archive", "--home", home.toString());
    }

    @Test
    void aHubOfTheShippedFilesStartsTakesOneMessageAndStops() throws Exception {
        Path home = HubFolder.shipped(folder).path();
        assertThat(run(home)).as(err.toString()).isZero();
        assertThat(home.resolve("data")).doesNotExist();
    }

    @Test
    void filesThatAreWrongAreSaid() throws Exception {
        Path home = HubFolder.shipped(folder).path();
        Files.writeString(home.resolve("config/ss7.yaml"), "pointCode: one\n");
        assertThat(run(home)).isOne();
        assertThat(err.toString()).contains("ss7.yaml:1");
    }
}

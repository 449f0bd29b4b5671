// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.VmnHub;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    static Stream<String> commands() {
        return VmnHub.commandLine().getSubcommands().keySet().stream().filter(name -> !name.equals("help"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyHelpHasWholeSentences(String command) {
        CommandSpec spec = VmnHub.commandLine().getSubcommands().get(command).getCommandSpec();
        assertThat(spec.usageMessage().description())
                .filteredOn(text -> !text.isBlank())
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text).endsWith(".").matches("(?s)[A-Z].*"));
        for (ArgSpec argument : spec.args()) {
            assertThat(String.join(" ", argument.description()).strip())
                    .as(argument.toString())
                    .matches("(?s).*[.)]");
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyHelpSaysWhatTheExitStatusMeans(String command) {
        assertThat(execute(command, "--help")).isZero();
        assertThat(out.toString()).containsSubsequence("Exit status:", "0 ", "1 ", "2 ", "The command line is wrong.");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandKnowsTheVersion(String command) {
        assertThat(execute(command, "-V")).isZero();
        assertThat(out.toString()).startsWith("vmn-hub ");
    }

    @Test
    void aUsageErrorIsTheOneThingThatIsWrongAndHowToGetHelp() {
        assertThat(execute("check", "--jsn")).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "vmn-hub check: Unknown option: '--jsn'",
                        "Possible solutions: --json",
                        "'vmn-hub check --help' tells how it is used.");
        err.getBuffer().setLength(0);
        assertThat(execute("chek")).isEqualTo(2);
        assertThat(err.toString().lines())
                .startsWith("vmn-hub: Unmatched argument at index 0: 'chek'")
                .endsWith("'vmn-hub --help' tells how it is used.")
                .hasSizeLessThan(4);
    }

    @Test
    void aProfileThatIsNotThereIsAUsageError(@TempDir Path home) throws Exception {
        Files.createDirectory(home.resolve("config"));
        Files.createFile(home.resolve("config/application-night.properties"));
        assertThat(execute("check", "--home", home.toString(), "--profile", "nigth"))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("vmn-hub check: there is no profile nigth; did you mean night?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void aShellGetsItsCompletion(String shell) throws Exception {
        assertThat(execute("completion", shell)).isZero();
        assertThat(out.toString()).contains("vmn-hub", "simulate", "--service-centre");
        assertThat(out.toString().startsWith("autoload -U +X compinit")).isEqualTo(shell.equals("zsh"));
        Process bash = new ProcessBuilder(List.of("bash", "-n"))
                .redirectErrorStream(true)
                .start();
        bash.getOutputStream().write(out.toString().getBytes());
        bash.getOutputStream().close();
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue())
                .as(new String(bash.getInputStream().readAllBytes()))
                .isZero();
    }

    private int execute(String... arguments) {
        CommandLine command = VmnHub.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }
}

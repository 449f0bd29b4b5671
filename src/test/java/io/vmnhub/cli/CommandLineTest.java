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

    /** All, those of other commands behind these. */
    static Stream<String> commands() {
        return commands("", VmnHub.commandLine());
    }

    private static Stream<String> commands(String before, CommandLine command) {
        return command.getSubcommands().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("help"))
                .flatMap(entry -> Stream.concat(
                        Stream.of(before + entry.getKey()), commands(before + entry.getKey() + " ", entry.getValue())));
    }

    private int run(String command, String option) {
        return execute(
                Stream.concat(Stream.of(command.split(" ")), Stream.of(option)).toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyHelpHasWholeSentences(String command) {
        CommandLine described = VmnHub.commandLine();
        for (String name : command.split(" ")) {
            described = described.getSubcommands().get(name);
        }
        CommandSpec spec = described.getCommandSpec();
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
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).containsSubsequence("Exit status:", "0 ", "1 ", "2 ", "The command line is wrong.");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandKnowsTheVersion(String command) {
        assertThat(run(command, "-V")).isZero();
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
                .containsExactly(
                        "vmn-hub: there is no command chek; did you mean check?",
                        "'vmn-hub --help' tells how it is used.");
        err.getBuffer().setLength(0);
        assertThat(execute("connector", "lst")).isEqualTo(2);
        assertThat(err.toString()).startsWith("vmn-hub connector: there is no command lst; did you mean list?");
        err.getBuffer().setLength(0);
        assertThat(execute("check", "routes")).isEqualTo(2);
        assertThat(err.toString()).startsWith("vmn-hub check: there is nothing that the argument 'routes' could be");
    }

    @Test
    void aKeyOnTheCommandLineIsOneThatThereIs(@TempDir Path home) throws Exception {
        Files.createDirectory(home.resolve("config"));
        assertThat(execute("check", "--home", home.toString(), "-P", "vmnhub.ss7.prot=2906"))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith("vmn-hub check: -P vmnhub.ss7.prot: there is no such key; did you mean vmnhub.ss7.port?");
        err.getBuffer().setLength(0);
        assertThat(execute("check", "--home", home.toString(), "-P", "vmnhub.ss7.port=many"))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith("vmn-hub check: -P vmnhub.ss7.port: is 'many', but must be a port from 1 to 65535");
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

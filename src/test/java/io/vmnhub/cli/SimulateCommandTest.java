// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.app.StartFailures;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class SimulateCommandTest {

    static Stream<Arguments> wrongCommandLines() {
        return Stream.of(
                wrong("'--version' or version", "version 4 is not 1, 2 or 3", "--version", "4"),
                wrong("two-step", "--two-step: a version 1 dialogue", "--version", "1", "--two-step"),
                wrong("rate", "a rate of 0.0 messages a second", "--rate", "0"),
                wrong("count", "count 0 is not at least 1", "--count", "0"),
                wrong("in-flight", "in flight 0 is not at least 1", "--in-flight", "0"),
                wrong("time", "'soon' must be a duration above zero such as", "--timeout", "soon"),
                wrong("sender", "--from 'ABCDEFGHIJKL' is neither", "--from", "ABCDEFGHIJKL"),
                wrong("text", "cannot be encoded: character U+044F", "--text", "я", "--data-coding", "gsm7"),
                wrong("coding", "'utf8' is not gsm7, ucs2, 8bit or a number within 0..255", "--data-coding", "utf8"),
                wrong("coding number", "'256' is not gsm7", "--data-coding", "256"),
                wrong("to", "to '12' is not 3 to 15 digits", "--to", "12"),
                wrong("imsi", "--imsi and --msc need --fsm-only", "--imsi", "234150000000000"),
                wrong("msc", "--msc 'x' is not 3 to 15 digits", "--fsm-only", "--msc", "x"),
                wrong("role", "'boss' is not asp, sgp, ipsp-client or ipsp-server", "--role", "boss"),
                wrong("place", "'here' is not HOST:PORT", "--listen", "here"),
                wrong(
                        "routing context",
                        "--routing-context 'x' is not a number and not none",
                        "--routing-context",
                        "x"));
    }

    private static Arguments wrong(String what, String said, String... arguments) {
        return Arguments.of(what, said, List.of(arguments));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongCommandLines")
    void aWrongCommandLineIsStatusTwoAndSaysWhatWouldBeRight(String what, String said, List<String> arguments) {
        StringWriter err = new StringWriter();
        CommandLine command = command().setErr(new PrintWriter(err));
        Stream<String> place = arguments.contains("--listen") ? Stream.of() : Stream.of("--connect", "127.0.0.1:1");
        int status = command.execute(Stream.concat(place, arguments.stream()).toArray(String[]::new));
        assertThat(err.toString()).contains(said);
        assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    @Test
    void theHelpHasExamples() {
        StringWriter out = new StringWriter();
        int status = command().setOut(new PrintWriter(out)).execute("--help");
        assertThat(out.toString())
                .contains("Examples:", "vmn-hub simulate --rate 1000 --duration 30s", "--more-messages");
        assertThat(status).isZero();
    }

    private static CommandLine command() {
        return new CommandLine(new SimulateCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new StartFailures());
    }
}

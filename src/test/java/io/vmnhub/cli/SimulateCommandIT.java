// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.app.StartFailures;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.ss7.TestSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimulateCommandIT {

    private static final String LONG_TEXT = "Parts. ".repeat(60);
    private static RunningHub hub;

    @BeforeAll
    static void startHub(@TempDir Path home) throws Exception {
        hub = RunningHub.in(home, Map.of());
    }

    @AfterAll
    static void stopHub() {
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3"})
    void aMessageOfEveryVersionIsAcknowledged(String version) {
        Outcome outcome = simulate("--version", version, "--from", "Bank", "--text", "Grüße");
        assertThat(outcome.out)
                .contains(
                        "message 1: sendRoutingInfoForSM routing, mt-forwardSM result",
                        "sent 1\n",
                        "acknowledged 1\n",
                        "whole message");
        assertThat(outcome.status).isZero();
    }

    @Test
    void theStandardDemoHubIsReachedWithoutItsConfigurationToo() {
        Outcome outcome = run("--connect", "127.0.0.1:" + hub.port());
        assertThat(outcome.out).contains("acknowledged 1\n");
        assertThat(outcome.status).isZero();
    }

    @Test
    void theHubsConfigurationSaysWhereToForwardWithoutAsking() {
        Outcome outcome = simulate("--fsm-only", "--to", "447700900007");
        assertThat(outcome.out).contains("message 1: mt-forwardSM result").doesNotContain("sendRoutingInfoForSM");
        assertThat(outcome.status).isZero();
    }

    @Test
    void aLongTextGoesInPartsOneDialogueEach() {
        Outcome outcome = simulate("--text", LONG_TEXT);
        assertThat(outcome.out)
                .contains("mt-forwardSM result, mt-forwardSM result, mt-forwardSM result", "acknowledged 1\n");
        assertThat(outcome.status).isZero();
    }

    @Test
    void aLongTextGoesInOneDialogueThatIsOpenedEmpty() {
        Outcome outcome = simulate("--text", LONG_TEXT, "--more-messages", "--two-step", "--version", "2");
        assertThat(outcome.out)
                .contains("mt-forwardSM result, mt-forwardSM result, mt-forwardSM result", "acknowledged 1\n");
        assertThat(outcome.status).isZero();
    }

    @Test
    void refusedMessagesAreCountedByErrorAndMakeTheStatusOne() {
        Outcome outcome = simulate("--fsm-only", "--imsi", "234159999999999", "--count", "3");
        assertThat(outcome.out).contains("sent 3\n", "acknowledged 0\n", "mt-forwardSM: unidentifiedSubscriber 3\n");
        assertThat(outcome.status).isEqualTo(1);
    }

    @Test
    void aRateSendsItsCount() {
        Outcome outcome = simulate("--rate", "200", "--count", "60");
        assertThat(outcome.out).contains("--verbose", "sent 60\n", "acknowledged 60\n");
        assertThat(outcome.out.lines().filter(line -> line.startsWith("message ")))
                .hasSize(20);
        assertThat(outcome.status).isZero();
    }

    @Test
    void aDurationEndsTheRun() {
        Outcome outcome = simulate("--duration", "500ms", "--in-flight", "5", "--quiet");
        assertThat(outcome.out).startsWith("sent ").doesNotContain("message 1:");
        assertThat(outcome.status).isZero();
    }

    @Test
    void messagesBeyondTheLimitAreNotSentAndCounted() {
        Outcome outcome = simulate("--rate", "100000", "--count", "500", "--in-flight", "1");
        assertThat(outcome.out).contains("not sent, because too many were under way");
        assertThat(outcome.status).isEqualTo(1);
    }

    @Test
    void aHubThatIsNotThereIsNamed() {
        int port = TestSettings.freePort();
        Outcome outcome = run("--connect", "127.0.0.1:" + port, "--timeout", "700ms");
        assertThat(outcome.err)
                .contains("no hub at 127.0.0.1:" + port + " within 700 ms")
                .contains("refused");
        assertThat(outcome.status).isEqualTo(1);
    }

    @Test
    void aHubThatDoesNotKnowTheApplicationServerIsNamed() {
        Outcome outcome = run("--connect", "127.0.0.1:" + hub.port(), "--routing-context", "7", "--timeout", "1s");
        assertThat(outcome.err)
                .contains("is connected, but its application server has not become active")
                .contains("routing context 7");
        assertThat(outcome.status).isEqualTo(1);
    }

    @Test
    void aHubThatConnectsFindsTheSimulatorListening(@TempDir Path home) throws Exception {
        try (RunningHub connecting = RunningHub.in(
                home,
                Map.of(
                        "config/ss7.yaml",
                        yaml -> yaml.replaceFirst("side: server", "side: client")
                                .replaceFirst("role: sgp", "role: asp")
                                .replaceFirst("      port: \"\\{\\{vmnhub.ss7.port:2905}}\"\n", "")
                                .replaceFirst(
                                        "(addresses: \\[\"\\{\\{vmnhub.ss7.peer-address:127.0.0.1}}\"])",
                                        "$1\n      port: \"{{vmnhub.ss7.port}}\"")))) {
            Outcome outcome = run("--listen", "127.0.0.1:" + connecting.port());
            assertThat(outcome.out).contains("acknowledged 1\n");
            assertThat(outcome.status).isZero();
        }
    }

    @Test
    void anErrorOfTheRouteIsShownByItsName(@TempDir Path home) throws Exception {
        try (RunningHub rejecting = RunningHub.in(
                home,
                Map.of(
                        "routes/applications/demo.camel.yaml",
                        yaml -> "- route:\n    id: demo\n    from:\n      uri: direct:demo\n      steps:\n"
                                + "        - to: kamelet:reject-action?error=subscriberBusyForMT-SMS\n"))) {
            Outcome outcome = simulate(rejecting, "--count", "2");
            assertThat(outcome.out).contains("mt-forwardSM: subscriberBusyForMT-SMS 2\n");
            assertThat(outcome.status).isEqualTo(1);
        }
    }

    private static Outcome simulate(String... arguments) {
        return simulate(hub, arguments);
    }

    private static Outcome simulate(RunningHub at, String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("--home", at.home().toString(), "-P", "vmnhub.ss7.port=" + at.port()));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private static Outcome run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new SimulateCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new StartFailures())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        return new Outcome(command.execute(arguments), out.toString(), err.toString());
    }

    private record Outcome(int status, String out, String err) {}
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatesInForceTest {

    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    @TempDir
    Path folder;

    private Path file;
    private NumberPlan plan;

    @BeforeEach
    void numbers() {
        file = folder.resolve("numbers/states.changes");
        plan = plan();
    }

    private static NumberPlan plan() {
        NumberSettings away = NumberSettings.of("acme").withState(NumberState.SUSPENDED, OptionalInt.of(5));
        return NumberPlan.of(List.of(
                NumberRange.single("447700900001", "234150000000001", "acme"),
                NumberRange.single("447700900002", "234150000000002", "other"),
                new NumberRange("447700900003", "447700900003", "234150000000003", away)));
    }

    private StatesInForce states(NumberPlan of) throws IOException {
        return new StatesInForce(of, file, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static NumberState state(NumberPlan of, String last) {
        return of.byMsisdn("44770090000" + last).orElseThrow().settings().state();
    }

    @Test
    void aChangedStateHoldsByNumberAndImsiUntilItIsTakenBack() throws IOException {
        StatesInForce states = states(plan);
        states.number("447700900001", NumberState.BARRED, "anna");
        assertThat(state(plan, "1")).isEqualTo(NumberState.BARRED);
        assertThat(plan.byImsi("234150000000001").orElseThrow().settings().state())
                .isEqualTo(NumberState.BARRED);
        assertThat(plan.configured("447700900001").orElseThrow().settings().state())
                .isEqualTo(NumberState.ACTIVE);
        assertThat(state(plan, "2")).isEqualTo(NumberState.ACTIVE);
        assertThat(states.ofNumber("447700900001")).contains(new StateChange(NumberState.BARRED, NOW, "anna"));
        assertThat(states.takeBack("447700900001", "anna")).isTrue();
        assertThat(states.takeBack("447700900001", "anna")).isFalse();
        assertThat(state(plan, "1")).isEqualTo(NumberState.ACTIVE);
    }

    @Test
    void aSuspendedNumberThatIsActivatedLosesItsDiagnosticAndGetsItBack() throws IOException {
        StatesInForce states = states(plan);
        states.number("447700900003", NumberState.ACTIVE, "anna");
        assertThat(plan.byMsisdn("447700900003").orElseThrow().settings().diagnostic())
                .isEmpty();
        states.number("447700900003", NumberState.SUSPENDED, "anna");
        assertThat(plan.byMsisdn("447700900003").orElseThrow().settings().diagnostic())
                .hasValue(5);
    }

    @Test
    void theActiveNumbersOfADisabledApplicationAreSuspended() throws IOException {
        StatesInForce states = states(plan);
        states.number("447700900001", NumberState.BARRED, "anna");
        assertThat(states.disable("acme", "anna")).isTrue();
        assertThat(states.disable("acme", "bert")).isFalse();
        assertThat(state(plan, "1")).as("barred stays barred").isEqualTo(NumberState.BARRED);
        states.takeBack("447700900001", "anna");
        assertThat(state(plan, "1")).isEqualTo(NumberState.SUSPENDED);
        assertThat(state(plan, "2")).isEqualTo(NumberState.ACTIVE);
        assertThat(states.ofApplication("acme").map(StateChange::by)).contains("anna");
        assertThat(states.enable("acme", "bert")).isTrue();
        assertThat(states.enable("acme", "bert")).isFalse();
        assertThat(state(plan, "1")).isEqualTo(NumberState.ACTIVE);
    }

    @Test
    void changesStayOverARestartAndOverNewFiles() throws IOException {
        StatesInForce before = states(plan);
        before.number("447700900001", NumberState.SUSPENDED, "anna");
        before.number("447700900002", NumberState.BARRED, "anna");
        before.takeBack("447700900002", "anna");
        before.disable("other", "bert");
        NumberPlan restarted = plan();
        StatesInForce after = states(restarted);
        after.compact();
        assertThat(Files.readAllLines(file)).hasSize(3);
        states(restarted);
        restarted.become(plan());
        assertThat(state(restarted, "1")).isEqualTo(NumberState.SUSPENDED);
        assertThat(state(restarted, "2")).isEqualTo(NumberState.SUSPENDED);
        assertThat(after.numbers()).containsOnlyKeys("447700900001");
        assertThat(after.ofApplication("other").map(StateChange::by)).contains("bert");
    }

    @Test
    void aLineThatIsCutOffIsNoChangeAndAWrongOneStopsTheStartWithItsPlace() throws IOException {
        states(plan).number("447700900001", NumberState.SUSPENDED, "anna");
        Files.writeString(file, "number\t4477009", StandardOpenOption.APPEND);
        assertThat(states(plan).numbers()).hasSize(1);
        Files.writeString(file, "\nnumber\t1\tasleep\t2026-11-27T10:00:00Z\tanna\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> states(plan))
                .hasMessageContaining(file + ":3: is not a change of a state: it ends too early");
        Files.writeString(file, "number\t1\tasleep\t2026-11-27T10:00:00Z\tanna\n");
        assertThatThrownBy(() -> states(plan)).hasMessageContainingAll(":1:", "'asleep' is none of active, suspended");
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmnhub.cluster.MemoryFarm;
import io.vmnhub.cluster.SharedMap;
import io.vmnhub.journal.SharedLines;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberState;
import io.vmnhub.numbering.StatesInForce;
import io.vmnhub.screening.Colour;
import io.vmnhub.screening.DigitPattern;
import io.vmnhub.screening.RulesInForce;
import io.vmnhub.screening.Screening;
import io.vmnhub.screening.ScreeningRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one node is told, another takes as lines. */
class SharedLinesTest {

    private static final DigitPattern CARRIER = DigitPattern.parse("4912345*");

    @TempDir
    Path folder;

    private RulesInForce rules(String name) throws IOException {
        return new RulesInForce(ScreeningRules.PERMISSIVE, folder.resolve(name), Screening::new);
    }

    private StatesInForce states(String name) throws IOException {
        return new StatesInForce(NumberPlan.of(List.of()), folder.resolve(name), Clock.systemUTC());
    }

    @Test
    void aChangeOfAListHoldsAtTheOtherNodeAndOverItsRestart() throws IOException {
        RulesInForce here = rules("here");
        RulesInForce there = rules("there");
        List<String> told = new ArrayList<>();
        here.whenChanged(told::addAll);
        there.whenChanged(lines -> {
            throw new AssertionError("what it has been told it tells nobody");
        });
        here.add(Colour.BLACK, CARRIER, "floods", Optional.empty());
        there.take(told);
        assertThat(there.screening().entries()).hasSize(1);
        assertThat(rules("there").screening().entries()).hasSize(1);
        assertThat(there.lines()).isEqualTo(here.lines());
        told.clear();
        here.forget(CARRIER);
        there.take(told);
        assertThat(there.screening().entries()).isEmpty();
        assertThat(there.lines()).isEmpty();
        assertThat(here.about(told.get(0))).isEqualTo(CARRIER.toString());
    }

    @Test
    void aLineThatIsNoneChangesNothing() throws IOException {
        RulesInForce there = rules("there");
        assertThatThrownBy(() -> there.take(List.of("add\t4912345*\tBLACK\t\t", "paint\t44*")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(there.screening().entries()).isEmpty();
    }

    @Test
    void aStateOfANumberHoldsAtTheOtherNodeUntilItIsTakenBack() throws IOException {
        StatesInForce here = states("here");
        StatesInForce there = states("there");
        List<String> told = new ArrayList<>();
        here.whenChanged(told::addAll);
        here.number("447700900123", NumberState.BARRED, "anna");
        here.disable("acme", "anna");
        there.take(told);
        assertThat(there.ofNumber("447700900123")).isEqualTo(here.ofNumber("447700900123"));
        assertThat(there.ofApplication("acme")).isPresent();
        assertThat(there.lines()).isEqualTo(here.lines());
        told.clear();
        here.takeBack("447700900123", "anna");
        there.take(told);
        assertThat(there.ofNumber("447700900123")).isEmpty();
        assertThat(here.about(told.get(0))).isEqualTo("number 447700900123");
    }

    /** One word of a later version's is in it, and the map has it before the others. */
    @Test
    void aChangeThatIsNotUnderstoodDoesNotKeepTheOthersAway() throws IOException {
        MemoryFarm farm = new MemoryFarm();
        SharedMap map = farm.join("node-1").map("changes.smsc-lists", 100);
        RulesInForce told = rules("told");
        told.whenChanged(lines ->
                lines.forEach(line -> map.put(told.about(line).getBytes(UTF_8), line.getBytes(UTF_8), Duration.ZERO)));
        map.put("44*".getBytes(UTF_8), "paint\t44*\tGREEN".getBytes(UTF_8), Duration.ZERO);
        told.add(Colour.BLACK, CARRIER, "floods", Optional.empty());
        told.add(Colour.WHITE, DigitPattern.parse("4477*"), "", Optional.empty());
        RulesInForce here = rules("here");
        MemoryFarm.Node second = farm.join("node-2");
        try (SharedChanges changes = new SharedChanges(second, "smsc-lists", here)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> here.screening().entries().size() == 2);
        }
    }

    /** Lines that are counted, and of which one is not understood. */
    private static final class Counted implements SharedLines {

        private final Set<String> taken = ConcurrentHashMap.newKeySet();
        private final AtomicInteger times = new AtomicInteger();

        @Override
        public String about(String line) {
            return line;
        }

        @Override
        public List<String> lines() {
            return List.of();
        }

        @Override
        public void whenChanged(Consumer<Collection<String>> listener) {}

        @Override
        public void take(Collection<String> lines) {
            times.incrementAndGet();
            if (lines.contains("line 500")) {
                throw new IllegalArgumentException("line 500 is of a later version");
            }
            taken.addAll(lines);
        }
    }

    @Test
    void ofManyChangesTheOneThatIsNotUnderstoodIsFoundInFewSteps() throws IOException {
        MemoryFarm farm = new MemoryFarm();
        SharedMap map = farm.join("node-1").map("changes.states", 2_000);
        for (int i = 0; i < 1_000; i++) {
            byte[] line = ("line " + i).getBytes(UTF_8);
            map.put(line, line, Duration.ZERO);
        }
        Counted here = new Counted();
        try (SharedChanges changes = new SharedChanges(farm.join("node-2"), "states", here)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> here.taken.size() == 999);
        }
        assertThat(here.times.get()).isLessThan(50);
    }
}

package io.vmnhub.screening;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.sms.Address;
import io.vmnhub.sms.ShortMessage;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What screening costs in CPU time with 100,000 list entries and 50 rules about content. The bounds hold on a slow and busy machine. */
class ScreeningCostTest {

    private static final int MESSAGES = 100_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Random random = new Random(5);
    private final List<ShortMessage> messages = new ArrayList<>();

    ScreeningCostTest() {
        String words = "Your parcel waits for you at the desk please come before noon and bring the code with you we are open every day until six ";
        for (int i = 0; i < 1_000; i++) {
            messages.add(Given.message(Address.international("4479" + (10_000_000 + random.nextInt(1_000_000))), Given.VMN,
                    (words + words).substring(i % 40, i % 40 + 160)));
        }
    }

    private Given rules(int entries) {
        Given given = new Given();
        for (int i = 0; i < entries; i++) {
            given.listed(Colour.BLACK, "8" + (10_000_000L + i * 7L) + (i % 3 == 0 ? "*" : ""));
        }
        for (int i = 0; i < 25; i++) {
            given.filter("words" + i, text(List.of("casino" + i, "jackpot" + i, "lottery" + i), Optional.empty()), new Outcome.Discard());
            given.filter("regex" + i, text(List.of(), Optional.of("(?i)win.*(prize" + i + "|cash" + i + ")")), new Outcome.Discard());
        }
        return given;
    }

    private static Conditions text(List<String> words, Optional<String> regex) {
        return new Conditions(List.of(), List.of(), Set.of(), List.of(), words, regex, Set.of(), Optional.empty(), Set.of(), Set.of(), Optional.empty());
    }

    private double micros(Screening screening, boolean passing) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 4; round++) {
            long begun = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < MESSAGES; i++) {
                Verdict verdict = screening.message(Sender.of("447700000" + 100 + i % 100), "demo", messages.get(i % messages.size()));
                if (verdict.outcome().refuses() == passing) {
                    throw new AssertionError(verdict);
                }
            }
            best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - begun) / 1_000.0 / MESSAGES);
        }
        return best;
    }

    @Test
    void aMessageCostsLittleWhateverIsListedAndALimitThatRefusesNextToNothing() {
        Rate ample = Rate.parse("100000000/s");
        double few = micros(rules(10).limit("hub", RateLimit.Scope.HUB, ample).limit("sender", RateLimit.Scope.ORIGINATING_ADDRESS, ample).screening(), true);
        double many = micros(rules(100_000).limit("hub", RateLimit.Scope.HUB, ample).limit("sender", RateLimit.Scope.ORIGINATING_ADDRESS, ample)
                .screening(), true);
        Screening closed = rules(100_000).limit(new RateLimit("hub", RateLimit.Scope.HUB, RateLimit.Operation.MESSAGES, Set.of(),
                new Rate(1, Duration.ofDays(1), 1), new Outcome.Reject(Refusal.BUSY), 1)).screening();
        closed.message(Sender.of("1"), "demo", messages.get(0));
        double refused = micros(closed, false);
        System.out.printf("screening: %.2f µs with 10 entries, %.2f µs with 100,000, %.2f µs for one over a limit%n", few, many, refused);
        assertThat(many).isLessThan(15);
        assertThat(many).isLessThan(3 * few + 1);
        assertThat(refused).isLessThan(many / 5);
    }
}

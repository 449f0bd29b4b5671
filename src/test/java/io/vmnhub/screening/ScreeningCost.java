// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.sms.Address;
import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The processor time that one decision of screening takes on one thread: rules as a busy operator has them, messages as
 * people write them.
 */
public final class ScreeningCost {

    public static final int ENTRIES = 100_000;
    private static final int MESSAGES = 50_000;
    private static final int ROUNDS = 6;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Rate AMPLE = Rate.parse("100000000/s");
    /** What no word of three letters must be in. */
    private static final List<String> WITHOUT_WORDS = List.of(
            "\\d{6,}",
            "\\b\\d{4}\\s?\\d{4}\\b",
            "[A-Z]{8,}",
            "(\\+|00)\\d{9,}",
            "[0-9]{3}-[0-9]{4}",
            "[^\\x00-\\x7f]{5}",
            "\\d+ ?%",
            "(?i)w[i1!]n",
            "(?i)\\bc[a4]s[i1]n[o0]\\b",
            "[$€£] ?\\d{3}");

    private static final List<String> TEXTS = List.of(
            "Your parcel waits for you at the desk please come before noon and bring the code with you we are "
                    + "open every day until six ",
            "Your code is 48213, it is good for ten minutes. Do not tell it to anybody, not even to us. Call "
                    + "0800 123 when it was not you ",
            "See you at eight then, I'll bring the tickets and Anna takes the train at 18:40. Don't forget the "
                    + "keys for the flat! Mum xx ",
            "REMINDER: Your appointment is on Monday at 10:30, Main Street 5, second floor. Reply YES to "
                    + "confirm or NO to cancel. Thanks ");

    private final List<ShortMessage> messages = new ArrayList<>();

    /** @param fewest the least of several rounds, microseconds */
    /**
     * Microseconds for a message.
     *
     * @param fewEntries one that passes all rules and 10 list entries
     * @param manyEntries the same with 100,000
     * @param refused one that a limit refuses
     */
    public record Figures(double fewEntries, double manyEntries, double refused) {}

    public ScreeningCost() {
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            String text = TEXTS.get(i % TEXTS.size()).repeat(2);
            messages.add(Given.message(
                    Address.international("4479" + (10_000_000 + random.nextInt(1_000_000))),
                    Given.VMN,
                    text.substring(i % 40, i % 40 + 160)));
        }
    }

    /** The 50 filters about content: 20 of words, 20 expressions that need a word, 10 that need none. */
    private static Given rules(int entries) {
        Given given = new Given();
        for (int i = 0; i < entries; i++) {
            given.listed(Colour.BLACK, address(i));
        }
        for (int i = 0; i < 20; i++) {
            given.filter(
                    "words" + i,
                    text(List.of("casino" + i, "jackpot" + i, "lottery" + i), Optional.empty()),
                    new Outcome.Discard());
            given.filter(
                    "regex" + i,
                    text(List.of(), Optional.of("(?i)win.*(prize" + i + "|cash" + i + ")")),
                    new Outcome.Discard());
        }
        for (int i = 0; i < WITHOUT_WORDS.size(); i++) {
            given.filter("free" + i, text(List.of(), Optional.of(WITHOUT_WORDS.get(i))), new Outcome.Tag("free" + i));
        }
        return given;
    }

    private static String address(int i) {
        return "8" + (10_000_000L + i * 7L) + (i % 3 == 0 ? "*" : "");
    }

    private static Conditions text(List<String> words, Optional<String> regex) {
        return new Conditions(
                List.of(),
                List.of(),
                Set.of(),
                List.of(),
                words,
                regex,
                Set.of(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Optional.empty());
    }

    private static Given limited(int entries) {
        return rules(entries)
                .limit("hub", RateLimit.Scope.HUB, AMPLE)
                .limit("sender", RateLimit.Scope.ORIGINATING_ADDRESS, AMPLE);
    }

    public Figures measure() {
        double few = micros(limited(10).screening(), true);
        double many = micros(limited(ENTRIES).screening(), true);
        Screening closed = rules(ENTRIES)
                .limit(new RateLimit(
                        "hub",
                        RateLimit.Scope.HUB,
                        RateLimit.Operation.MESSAGES,
                        Set.of(),
                        new Rate(1, Duration.ofDays(1), 1),
                        new Outcome.Reject(Outcome.Reject.BUSY),
                        1))
                .screening();
        closed.message(Sender.of("1"), "demo", messages.get(0));
        return new Figures(few, many, micros(closed, false));
    }

    private double micros(Screening screening, boolean passing) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long begun = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < MESSAGES; i++) {
                Verdict verdict = screening.message(
                        Sender.of("447700000" + 100 + i % 100), "demo", messages.get(i % messages.size()));
                if (verdict.outcome().refuses() == passing) {
                    throw new AssertionError(verdict);
                }
            }
            best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - begun) / 1_000.0 / MESSAGES);
        }
        return best;
    }

    /**
     * The same rules as files.
     *
     * @param config the folder of screening.yaml
     * @param limit of the hub as a whole, for example {@code 1/d}
     */
    public static void write(Path config, String limit) throws IOException {
        write(config, limit, ENTRIES);
    }

    /** The same with so many entries of the list. */
    public static void write(Path config, String limit, int entries) throws IOException {
        StringBuilder list = new StringBuilder("address,comment,expires\n");
        for (int i = 0; i < entries; i++) {
            list.append(address(i)).append(",a comment,\n");
        }
        Files.createDirectories(config.resolve("lists"));
        Files.writeString(config.resolve("lists/black.csv"), list);
        StringBuilder yaml = new StringBuilder(
                        "smscs: {black: {files: [lists/black.csv]}}\nlimits:\n  - {name: hub, per: hub, rate: ")
                .append(limit)
                .append("}\n  - {name: sender, per: originating-address, rate: 100000000/s}\nfilters:\n");
        for (Filter filter : rules(0).rules().filters()) {
            Conditions when = filter.when();
            String condition =
                    when.regex().map(regex -> "regex: '" + regex + "'").orElseGet(() -> "contains: " + when.contains());
            yaml.append("  - {name: ")
                    .append(filter.name())
                    .append(", when: {")
                    .append(condition)
                    .append("}, outcome: ")
                    .append(filter.outcome() instanceof Outcome.Tag ? "tag" : "discard")
                    .append("}\n");
        }
        Files.writeString(config.resolve("screening.yaml"), yaml);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a run is made.
 *
 * @param form which phases it has, and how long
 * @param inFlight messages under way in the closed loops that are not about how many these are
 * @param rate messages a second of the constant rate, beside the high one
 * @param rounds through all phases
 * @param seconds of one phase
 * @param warmUp seconds at most
 * @param jvm options of every program
 * @param hubJvm further options of the hubs
 * @param phases only those of these names; all of the form when it is empty
 */
record Settings(
        Form form,
        int inFlight,
        int rate,
        int rounds,
        int seconds,
        int warmUp,
        String jvm,
        String hubJvm,
        List<String> phases) {

    /** The collector is the one that bin/vmn-hub chooses. */
    static final String HEAP = "-Xms512m -Xmx512m -XX:+UseParallelGC";

    private static final String PREFIX = "benchmark.";

    /** What a run takes its defaults from. */
    enum Form {
        FULL(5, 5, 180),
        /** Five minutes. */
        SHORT(3, 3, 70);

        private final int rounds;
        private final int seconds;
        private final int warmUp;

        Form(int rounds, int seconds, int warmUp) {
            this.rounds = rounds;
            this.seconds = seconds;
            this.warmUp = warmUp;
        }

        static Form of(String name) {
            return switch (name) {
                case "", "full" -> FULL;
                case "short" -> SHORT;
                default ->
                    throw new IllegalArgumentException("benchmark.form is '" + name + "'; it must be full or short");
            };
        }

        String text() {
            return this == FULL ? "full" : "short";
        }
    }

    /** Of the system properties; empty ones count as absent. */
    static Settings byProperties() {
        Form form = Form.of(text("form").orElse(""));
        return new Settings(
                form,
                number("inFlight", 100),
                number("rate", 1_000),
                number("rounds", form.rounds),
                number("seconds", form.seconds),
                number("warmUp", form.warmUp),
                text("jvm").orElse(HEAP),
                text("hubJvm").orElse(""),
                text("phases").map(names -> List.of(names.split(","))).orElse(List.of()));
    }

    /** @return the system property of that name with benchmark's prefix; one that is empty is absent */
    static Optional<String> text(String name) {
        return Optional.of(System.getProperty(PREFIX + name, "")).filter(value -> !value.isEmpty());
    }

    /** @throws IllegalArgumentException when there is something else than a number from 1 */
    static int number(String name, int otherwise) {
        Optional<String> value = text(name);
        try {
            int number = value.map(Integer::parseInt).orElse(otherwise);
            if (number < 1) {
                throw new IllegalArgumentException(PREFIX + name + " is " + number + "; it must be at least 1");
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(PREFIX + name + " is '" + value.get() + "'; it must be a number", e);
        }
    }

    /** For the report. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("inFlight", String.valueOf(inFlight));
        parameters.put("rate", String.valueOf(rate));
        parameters.put("rounds", String.valueOf(rounds));
        parameters.put("seconds", String.valueOf(seconds));
        parameters.put("warmUp", String.valueOf(warmUp));
        parameters.put("jvm", jvm);
        parameters.put("hubJvm", hubJvm);
        parameters.put("phases", String.join(",", phases));
        return parameters;
    }

    /** What hubs are started with. */
    String hubOptions() {
        return hubJvm.isEmpty() ? jvm : jvm + " " + hubJvm;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.fixture.HubFolder;
import io.vmnhub.screening.ScreeningCost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Something of which a hub may have little or much. */
enum Dimension {
    /** Single numbers of an imported file, all of which get messages. */
    NUMBERS("numbers", 10, 1_000_000, 1_000_000) {
        @Override
        void files(HubFolder home, int size) throws IOException {
            StringBuilder numbers = new StringBuilder("msisdn,imsi,application\n");
            for (int i = 0; i < size; i++) {
                numbers.append(number(i)).append(',').append(imsi(i)).append(",demo\n");
            }
            write(home, "config/numbers/many.csv", numbers);
            addNumbers(home, "imports:\n  - {file: numbers/many.csv, application: demo}\n");
        }

        @Override
        String load(int size) {
            return "fsm among " + size + " 100";
        }
    },
    LIST_ENTRIES("list entries", 10, 100_000, 100_000) {
        @Override
        void files(HubFolder home, int size) throws IOException {
            ScreeningCost.write(home.path().resolve("config"), "100000000/s", size);
        }
    },
    /** Each with a route of its own and a number; all get messages. */
    APPLICATIONS("applications and routes", 1, 1_000, 1_000) {
        @Override
        void files(HubFolder home, int size) throws IOException {
            StringBuilder numbers = new StringBuilder();
            for (int i = 0; i < size; i++) {
                String application = "application" + i;
                numbers.append(String.format(
                        "  - {number: \"%s\", firstImsi: \"%s\", application: %s}%n", number(i), imsi(i), application));
                write(
                        home,
                        "routes/applications/" + application + ".camel.yaml",
                        BenchmarkHome.text("sink.camel.yaml").replace("demo", application));
            }
            addNumbers(home, numbers);
        }

        @Override
        String load(int size) {
            return "fsm among " + size + " 100";
        }
    },
    /** Sessions of one account, which share its messages. */
    SMPP_SESSIONS("SMPP sessions", 1, 1_000, 1_000) {
        @Override
        String load(int size) {
            return "smpp closed 100";
        }
    },
    /** Messages whose route waits, beside those that are measured. */
    IN_PROGRESS("messages in progress", 10, 5_000, 5_000),
    /** Messages of another application, which nobody fetches; the hub starts with them. */
    STORED("messages in the store", 0, 1_000_000, 100_000) {
        @Override
        String load(int size) {
            return "store closed 100";
        }
    };

    private final String text;
    private final int small;
    private final int large;
    private final int largeInShortForm;

    Dimension(String text, int small, int large, int largeInShortForm) {
        this.text = text;
        this.small = small;
        this.large = large;
        this.largeInShortForm = largeInShortForm;
    }

    /** Adds what makes the hub so large. */
    void files(HubFolder home, int size) throws IOException {}

    /** What is measured, in the load generator's words. */
    String load(int size) {
        return "fsm closed 100";
    }

    String text() {
        return text;
    }

    int small() {
        return small;
    }

    int large(Settings.Form form) {
        return form == Settings.Form.SHORT ? largeInShortForm : large;
    }

    /** The name that selects it. */
    String selector() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String number(int i) {
        return String.format("447701%06d", i);
    }

    private static String imsi(int i) {
        return String.format("234151000%06d", i);
    }

    /** After the ranges that are there. */
    private static void addNumbers(HubFolder home, CharSequence yaml) throws IOException {
        home.edit(Map.of("config/numbers.yaml", ranges -> ranges + yaml));
    }

    private static void write(HubFolder home, String file, CharSequence text) throws IOException {
        Path path = home.path().resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}

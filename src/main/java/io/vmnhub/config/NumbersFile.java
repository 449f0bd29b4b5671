// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.numbering.NumberImport;
import io.vmnhub.numbering.NumberSettings;
import io.vmnhub.numbering.NumberState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A CSV file of single numbers: {@code msisdn,imsi,application,state,tenant}, of which the last three may be left out
 * or empty. A first line with the names of the columns may order them otherwise. Lines that begin with {@code #} and
 * empty ones are passed over. It is read line by line: a million lines take about a second.
 */
final class NumbersFile {

    /** Some four million lines. */
    static final long MOST_BYTES = 256_000_000;

    /** The application of settings whose lines must name one. */
    static final String NOBODY = "-";

    private static final int MOST_PROBLEMS = 20;
    private static final int MOST_KNOWN = 10_000;
    private static final List<String> COLUMNS = List.of("msisdn", "imsi", "application", "state", "tenant");

    private final Path file;
    private final NumberSettings usual;
    private final boolean hasApplication;
    private final UnaryOperator<NumberSettings> titled;
    private final Map<List<String>, NumberSettings> settings = new HashMap<>();
    private final Map<String, NumberSettings> byRest = new HashMap<>();
    private int[] order = {0, 1, 2, 3, 4};
    private boolean ordered;

    /**
     * @param usual what holds for lines that do not say otherwise
     * @param hasApplication whether lines may leave the application out
     * @param titled gives numbers the titles of their tenant
     */
    NumbersFile(Path file, NumberSettings usual, boolean hasApplication, UnaryOperator<NumberSettings> titled) {
        this.file = file;
        this.titled = titled;
        this.usual = usual;
        this.hasApplication = hasApplication;
    }

    /**
     * Reads all of it.
     *
     * @param problems takes what is wrong, up to a limit
     * @return empty when something is
     */
    Optional<NumberImport> read(Consumer<String> problems) {
        NumberImport numbers = new NumberImport(file.toString());
        List<String> wrong = new ArrayList<>();
        try {
            if (!Files.isRegularFile(file)) {
                wrong.add("there is no file " + file);
            } else if (Files.size(file) > MOST_BYTES) {
                wrong.add("the file " + file + " has more than " + MOST_BYTES + " bytes");
            } else {
                lines(numbers, wrong);
            }
        } catch (CharacterCodingException e) {
            wrong.add("the file " + file + " is not UTF-8");
        } catch (IOException e) {
            wrong.add("the file " + file + " cannot be read: " + e.getClass().getSimpleName());
        }
        wrong.forEach(problems);
        return wrong.isEmpty() ? Optional.of(numbers) : Optional.empty();
    }

    private void lines(NumberImport numbers, List<String> wrong) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String line;
            for (int number = 1; (line = reader.readLine()) != null; number++) {
                if (line.isBlank() || line.charAt(0) == '#') {
                    continue;
                }
                try {
                    if (number == 1 && Character.isLetter(line.charAt(line.charAt(0) == '\uFEFF' ? 1 : 0))) {
                        header(line.charAt(0) == '\uFEFF' ? line.substring(1) : line);
                    } else {
                        row(numbers, line, number);
                    }
                } catch (IllegalArgumentException e) {
                    wrong.add(file + ":" + number + ": " + e.getMessage());
                    if (wrong.size() == MOST_PROBLEMS) {
                        wrong.add(file + " has more lines that are wrong, perhaps; it was not read further");
                        return;
                    }
                }
            }
        }
    }

    private void header(String line) {
        order = new int[COLUMNS.size()];
        ordered = true;
        Arrays.fill(order, -1);
        List<String> names = fields(line);
        for (int i = 0; i < names.size(); i++) {
            int column = COLUMNS.indexOf(names.get(i).toLowerCase(Locale.ROOT));
            if (column < 0) {
                throw new IllegalArgumentException(
                        "there is no column '" + names.get(i) + "'; there are " + String.join(", ", COLUMNS));
            }
            order[column] = i;
        }
        if (order[0] < 0 || order[1] < 0) {
            throw new IllegalArgumentException("the columns msisdn and imsi are needed");
        }
    }

    private void row(NumberImport numbers, String line, int number) {
        int first = line.indexOf(',');
        int second = line.indexOf(',', first + 1);
        NumberSettings known = ordered || second < 0 ? null : byRest.get(line.substring(second + 1));
        if (known != null && line.indexOf('"') < 0) { // by far the most lines of a large file
            numbers.add(
                    NumbersBinding.withoutPlus(line.substring(0, first).strip()),
                    line.substring(first + 1, second).strip(),
                    known,
                    number);
            return;
        }
        List<String> fields = fields(line);
        if (fields.size() > COLUMNS.size()) {
            throw new IllegalArgumentException("a line has at most " + String.join(",", COLUMNS));
        }
        NumberSettings of = settings(field(fields, 2), field(fields, 3), field(fields, 4));
        numbers.add(NumbersBinding.withoutPlus(field(fields, 0)), field(fields, 1), of, number);
        if (!ordered && second >= 0 && byRest.size() < MOST_KNOWN) {
            byRest.put(line.substring(second + 1), of);
        }
    }

    private String field(List<String> fields, int column) {
        int place = order[column];
        return place < 0 || place >= fields.size() ? "" : fields.get(place);
    }

    /** The same object for the same words: there are few of them in a file. */
    private NumberSettings settings(String application, String state, String tenant) {
        if (application.isEmpty() && state.isEmpty() && tenant.isEmpty() && hasApplication) {
            return titled.apply(usual);
        }
        List<String> words = List.of(application, state, tenant);
        NumberSettings known = settings.get(words);
        if (known == null) {
            known = titled.apply(combined(application, state, tenant));
            settings.put(words, known);
        }
        return known;
    }

    private NumberSettings combined(String application, String state, String tenant) {
        NumberSettings combined = usual;
        if (!application.isEmpty()) {
            combined = combined.withApplication(application);
        } else if (!hasApplication) {
            throw new IllegalArgumentException("application is missing, here and in numbers.yaml");
        }
        if (!state.isEmpty()) {
            NumberState named = NumberState.of(state)
                    .orElseThrow(() ->
                            new IllegalArgumentException("state '" + state + "' is none of " + NumberState.words()));
            combined = combined.withState(
                    named, named == NumberState.SUSPENDED ? usual.diagnostic() : OptionalInt.empty());
        }
        return tenant.isEmpty() ? combined : combined.withTenant(tenant);
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>(COLUMNS.size());
        int begin = 0;
        for (int comma; (comma = line.indexOf(',', begin)) >= 0; begin = comma + 1) {
            fields.add(unquoted(line.substring(begin, comma)));
        }
        fields.add(unquoted(line.substring(begin)));
        return fields;
    }

    private static String unquoted(String field) {
        String stripped = field.strip();
        return stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"")
                ? stripped.substring(1, stripped.length() - 1)
                : stripped;
    }
}

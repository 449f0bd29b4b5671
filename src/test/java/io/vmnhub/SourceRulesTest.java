// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules about the sources that compiled classes do not show. */
class SourceRulesTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Set<String> CONSTANTS =
            Set.of("SmsConstants.java", "Ss7MapConstants.java", "ScreeningConstants.java");

    /** They keep a pace, as a load or a client that polls does, and wait for nothing. */
    private static final Set<String> PACED = Set.of("ScreeningChangesIT.java", "SmppLoadIT.java");

    private static List<String> lines(Pattern pattern, Set<String> exempt) throws IOException {
        return lines(SOURCES, pattern, exempt);
    }

    /** The lines that hold it, as {@code file:line: text}. */
    private static List<String> lines(Path sources, Pattern pattern, Set<String> exempt) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !exempt.contains(file.getFileName().toString()))
                    .sorted()
                    .forEach(file -> {
                        List<String> lines = read(file);
                        for (int i = 0; i < lines.size(); i++) {
                            if (pattern.matcher(lines.get(i)).find()) {
                                found.add(file + ":" + (i + 1) + ": "
                                        + lines.get(i).strip());
                            }
                        }
                    });
        }
        return found;
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void enumerationsHaveCodesOfTheirOwnAndNotThoseOfTheirOrder() throws IOException {
        Pattern order = Pattern.compile("\\bordinal\\(\\)|::ordinal\\b|\\b[A-Z]\\w*\\.values\\(\\)\\[");
        assertThat(lines(order, Set.of())).isEmpty();
    }

    @Test
    void headersAreNamedByTheirConstants() throws IOException {
        assertThat(lines(Pattern.compile("\"(CamelSms|CamelSs7Map)"), CONSTANTS))
                .isEmpty();
    }

    @Test
    void tagsOfJavadocBeginTheirLines() throws IOException {
        Pattern inMidLine = Pattern.compile("^\\s*(/\\*\\*|\\*)\\s.*\\S\\s+@(param|return|throws)\\s");
        assertThat(lines(inMidLine, Set.of())).isEmpty();
    }

    @Test
    void statementsOfSqlStandInFilesOfTheirOwn() throws IOException {
        Pattern statement =
                Pattern.compile("\"\\s*(?i:select\\s+\\S+.*|insert\\s+into|update\\s+\\w+\\s+set|delete\\s+from|"
                        + "merge\\s+into|create\\s+table|alter\\s+table|drop\\s+table)\\b.*\"");
        assertThat(lines(statement, Set.of())).isEmpty();
    }

    @Test
    void whatIsLockedIsUnlockedInAFinally() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(file -> {
                List<String> lines = read(file);
                for (int i = 0; i < lines.size(); i++) {
                    if (lines.get(i).matches("\\s*\\S*\\.lock(Interruptibly)?\\(\\);")
                            && (!lines.get(i + 1).strip().equals("try {")
                                    || !unlocksInFinally(lines.subList(i + 1, lines.size())))) {
                        found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
                    }
                }
            });
        }
        assertThat(found).as("locks without try and finally").isEmpty();
    }

    /** Whether the try that the lines begin with has a finally that begins with an unlock. */
    private static boolean unlocksInFinally(List<String> lines) {
        String indentation = lines.get(0).replaceFirst("\\S.*", "");
        for (int i = 1; i < lines.size() - 1; i++) {
            if (lines.get(i).equals(indentation + "} finally {")) {
                return lines.get(i + 1).strip().matches("\\S*\\.unlock\\(\\);");
            }
            if (lines.get(i).equals(indentation + "}")) {
                return false;
            }
        }
        return false;
    }

    @Test
    void linesHaveAtMost120Columns() throws IOException {
        assertThat(lines(Pattern.compile("^.{121}"), Set.of())).isEmpty();
    }

    @Test
    void testsWaitForConditionsAndNotForTime() throws IOException {
        Pattern pause = Pattern.compile("\\bThread\\.sleep\\(|\\.sleep\\(\\d|\\bparkNanos\\(");
        assertThat(lines(TESTS, pause, PACED)).isEmpty();
    }

    @Test
    void testsSayByTheirAnnotationWhichPeersTheyNeed() throws IOException {
        Pattern scattered = Pattern.compile("\\bassum(e|ing)(True|False|That)\\(|@(En|Dis)abledIf");
        assertThat(lines(TESTS, scattered, Set.of())).isEmpty();
    }

    @Test
    void theContractForOthersConnectorsNeedsNoOtherTest() throws IOException {
        Pattern tests = Pattern.compile(
                "^import io\\.vmnhub\\.(acceptance|attacks|benchmark|component|fixture|peer|simulator)\\.");
        assertThat(lines(TESTS.resolve("io/vmnhub/contract"), tests, Set.of())).isEmpty();
    }

    @Test
    void thePageOfConnectorsShowsTheTestOfTheExampleAsItIs() throws IOException {
        List<String> lines = read(TESTS.resolve("com/example/pager/PagerContractIT.java"));
        String shown = lines
                .subList(lines.indexOf("class PagerContractIT implements AnsweringSinkContract {"), lines.size())
                .stream()
                .map(line -> line.isEmpty() ? "" : "    " + line)
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("docs/connectors.md"))).contains(shown);
    }
}

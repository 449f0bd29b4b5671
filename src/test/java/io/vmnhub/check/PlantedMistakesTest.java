// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code planted} in the test resources holds files that replace or join the shipped ones. Behind
 * {@code #!} they say what check must say of their line; a line that begins so is about the next one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedMistakesTest {

    private static final Path PLANTED = Path.of("src/test/resources/io/vmnhub/planted");
    private static final String MARK = "#! ";

    private final Map<String, List<String>> found = new TreeMap<>();

    @BeforeAll
    void checkEachFolder(@TempDir Path folder) throws IOException {
        for (Path planted : list(PLANTED)) {
            Path home = folder.resolve(planted.getFileName().toString());
            for (String part : List.of("config", "routes", "connectors")) {
                copy(Path.of(part), home.resolve(part));
                copy(planted.resolve(part), home.resolve(part));
            }
            HubHome files = HubHome.of(home);
            found.put(
                    planted.getFileName().toString(),
                    new HubCheck(files, new HubProperties(files, "prod", Map.of()))
                            .run().findings().stream()
                                    .map(finding -> home.relativize(finding.file()) + ":" + finding.line() + ": "
                                            + finding.text(home))
                                    .toList());
        }
    }

    static Stream<Arguments> mistakes() throws IOException {
        Stream.Builder<Arguments> mistakes = Stream.builder();
        for (Path planted : list(PLANTED)) {
            for (String mistake : marked(planted)) {
                mistakes.add(Arguments.of(planted.getFileName().toString(), mistake));
            }
        }
        return mistakes.build();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void eachMistakeIsFoundAtItsLineWithWhatIsRight(String folder, String mistake) {
        assertThat(found.get(folder)).contains(mistake);
    }

    @Test
    void nothingElseIsFound() throws IOException {
        for (Path planted : list(PLANTED)) {
            assertThat(found.get(planted.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(marked(planted));
        }
        assertThat(mistakes().count()).isGreaterThanOrEqualTo(40);
    }

    private static List<String> marked(Path home) throws IOException {
        List<String> marked = new ArrayList<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String place = home.relativize(file) + ":";
                List<String> waiting = new ArrayList<>();
                List<String> lines = new ArrayList<>(Files.readAllLines(file));
                lines.add(""); // what is missing is missing behind the last line
                for (int i = 0; i < lines.size(); i++) {
                    String[] parts = lines.get(i).split(MARK);
                    boolean next = lines.get(i).stripLeading().startsWith(MARK);
                    for (int part = 1; part < parts.length; part++) {
                        waiting.add(parts[part].strip());
                    }
                    if (!next) {
                        int line = i + 1;
                        waiting.forEach(message -> marked.add(place + line + ": " + message));
                        waiting.clear();
                    }
                }
            }
        }
        return marked;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/architecture.md} says what is there. */
class ArchitecturePageTest {

    private static final Path PAGE = Path.of("docs/architecture.md");
    /** Where a name on the page may begin. */
    private static final List<Path> FOLDERS =
            List.of(Path.of(""), Path.of("src/main/java/io/vmnhub"), Path.of("src/test/java/io/vmnhub"));
    /** A file with its ending, or a folder below another. */
    private static final Pattern FILE = Pattern.compile(
            "`(\\.?[\\w-]+(?:/[\\w.-]+)*\\.(?:java|yaml|yml|json|xml|sql|md)|\\.?[\\w-]+(?:/[\\w-]+)+/?)`");

    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern ROOM =
            Pattern.compile("(?m)^\\| (`[a-z0-9.]+`|root) \\| [^|]+ \\|((?: `[a-z0-9.]+`)*) \\|$");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    @Test
    void everyFileThatThePageNamesExists() throws IOException {
        String page = Files.readString(PAGE);
        List<String> missing = Stream.concat(
                        FILE.matcher(page)
                                .results()
                                .map(found -> found.group(1))
                                .filter(file -> !isThere(file)),
                        LINK.matcher(page)
                                .results()
                                .map(found -> found.group(1))
                                .filter(link -> !Files.exists(PAGE.resolveSibling(link))))
                .toList();
        assertThat(missing)
                .as("files that %s names and that do not exist", PAGE)
                .isEmpty();
        assertThat(FILE.matcher(page).results().count()).isGreaterThan(80);
    }

    @Test
    void theRoomsAreThoseOfTheRoomsTest() throws IOException {
        Map<String, Set<String>> onThePage = new LinkedHashMap<>();
        ROOM.matcher(Files.readString(PAGE))
                .results()
                .forEach(row -> onThePage.put(row.group(1).replace("`", ""), names(row)));
        Map<String, Set<String>> enforced = new LinkedHashMap<>();
        RoomsTest.ALLOWED.forEach(
                (room, allowed) -> enforced.put(room.isEmpty() ? "root" : room, new TreeSet<>(allowed)));
        assertThat(onThePage)
                .as("the table of rooms in %s, beside TABLE in RoomsTest", PAGE)
                .isEqualTo(enforced);
    }

    private static Set<String> names(MatchResult row) {
        return NAME.matcher(row.group(2))
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isThere(String file) {
        return FOLDERS.stream().anyMatch(folder -> Files.exists(folder.resolve(file)));
    }
}

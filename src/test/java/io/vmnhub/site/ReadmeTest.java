// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the README says of versions and peers is what the build has, features have pages, and examples stay short. */
class ReadmeTest {

    private static final Path BADGES = Path.of("docs/images/badges");
    private static String readme;
    private static String pom;

    @BeforeAll
    static void read() throws IOException {
        readme = Files.readString(Path.of("README.md"));
        pom = Files.readString(Path.of("pom.xml"));
    }

    private static String property(String name) {
        return first("<" + Pattern.quote(name) + ">([^<]+)<");
    }

    private static String version(String artifact) {
        return first("<artifactId>" + Pattern.quote(artifact) + "</artifactId>\\s*<version>([^<$]+)<");
    }

    private static String first(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(pom);
        assertThat(found.find()).as("pom.xml has %s", pattern).isTrue();
        return found.group(1);
    }

    @Test
    void theTableOfCompatibilityHasTheVersionsOfTheBuild() {
        assertThat(readme.lines())
                .anyMatch(line -> line.startsWith("| Java | " + property("maven.compiler.release") + " |"))
                .anyMatch(line -> line.startsWith("| Apache Camel | " + property("camel.version") + " |"))
                .anyMatch(line -> line.startsWith("| jSS7 | " + property("jss7.version") + " |"))
                .anyMatch(line -> line.startsWith("| Apache ActiveMQ Artemis | " + version("artemis-bom") + " |"))
                .anyMatch(line -> line.startsWith("| PostgreSQL |") && line.contains(version("postgresql")))
                .anyMatch(line -> line.startsWith("| H2 | " + version("h2") + " |"));
    }

    @Test
    void theBadgesSayTheSame() throws IOException {
        Map<String, String> badges = new TreeMap<>();
        try (Stream<Path> files = Files.list(BADGES)) {
            for (Path file : files.toList()) {
                Matcher label = Pattern.compile("aria-label=\"([^\"]+)\"").matcher(Files.readString(file));
                assertThat(label.find()).isTrue();
                badges.put(file.getFileName().toString(), label.group(1));
            }
        }
        assertThat(badges)
                .containsOnly(
                        Map.entry("license.svg", "license: AGPL-3.0"),
                        Map.entry("java.svg", "Java: " + property("maven.compiler.release") + " or later"),
                        Map.entry("camel.svg", "Apache Camel: " + property("camel.version")),
                        Map.entry("jss7.svg", "jSS7: " + property("jss7.version")));
        badges.forEach((file, label) -> assertThat(readme).contains("![" + label + "](" + BADGES + "/" + file + ")"));
    }

    @Test
    void theReceiversHaveAtMostFifteenLines() {
        for (String language : List.of("python", "javascript", "java")) {
            Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                    .matcher(readme);
            assertThat(block.find()).as(language).isTrue();
            assertThat(block.group(1).lines().filter(line -> !line.isBlank()).count())
                    .as(language)
                    .isLessThanOrEqualTo(15);
        }
    }

    /** The rows between two headings. */
    private static List<String> rows(String heading, String next) {
        return readme.substring(readme.indexOf("\n" + heading + "\n"), readme.indexOf("\n" + next + "\n"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.matches("[| ]+"))
                .toList();
    }

    @Test
    void everyFeatureHasItsPage() {
        List<String> features = rows("## What it does", "## Compatibility");
        assertThat(features).hasSizeGreaterThan(12).allMatch(row -> row.matches(".*\\| \\[[^|]*\\(docs/[^|]+\\) \\|"));
    }

    @Test
    void thePeersAreThoseThatTheTestsHave() {
        String tests = (pom + Stream.of(Peer.values()).map(Peer::toString).collect(Collectors.joining("\n")))
                .toLowerCase(Locale.ROOT);
        List<String> peers = rows("## Compatibility", "## Questions, faults, wishes").stream()
                .filter(row -> row.matches("\\| [\\w ]+ peers \\|.*"))
                .flatMap(row -> Stream.of(row.split(" *\\| *")[2].split(", ")))
                .toList();
        assertThat(peers).hasSizeGreaterThan(12).allMatch(peer -> tests.contains(peer.toLowerCase(Locale.ROOT)));
    }

    @Test
    @NeedsPeer(Peer.POSTGRESQL)
    void postgresqlIsTheVersionOfTheSystemThatTheReadmeNames() throws IOException {
        String system = Files.readString(Path.of("/etc/os-release"));
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            // another system has another version, and the tests pass with it or fail
            assertThat(versions)
                    .anyMatch(version -> !system.contains("PRETTY_NAME=\"Debian GNU/Linux 12")
                            || readme.contains("| PostgreSQL | " + version.getFileName() + " |"));
        }
    }
}

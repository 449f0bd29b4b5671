// SPDX-License-Identifier: AGPL-3.0-only
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.aether.util.version.GenericVersionScheme;
import org.eclipse.aether.version.InvalidVersionSpecificationException;

/**
 * Checks a bill of materials (CycloneDX, JSON) against a copy of the GitLab advisory database, for machines that do not
 * reach the network. Exceptions are those of OSV-Scanner's configuration file, with an id, a reason and an end each. Ends with
 * status 1 when a library has a vulnerability without an exception, or when an exception is over or of no use.
 *
 * <pre>java -cp 'lib/*' KnownVulnerabilities.java BOM ADVISORIES EXCEPTIONS</pre>
 *
 * where {@code ADVISORIES} is the folder {@code maven} of the database.
 */
final class KnownVulnerabilities {

    private static final Pattern PACKAGE = Pattern.compile("\"pkg:maven/([^/\"]+)/([^@\"]+)@([^?\"]+)");
    private static final GenericVersionScheme VERSIONS = new GenericVersionScheme();

    private record Exception(String id, LocalDate until) {}

    private record Advisory(Set<String> ids, String title, String range, String fixed) {

        boolean affects(String version) throws InvalidVersionSpecificationException {
            String maven = range.replace("[,", "(,").replace(",]", ",)");
            return !maven.equals("(0)") // of none any more
                    && VERSIONS.parseVersionConstraint(maven).containsVersion(VERSIONS.parseVersion(version));
        }
    }

    public static void main(String[] arguments) throws IOException, InvalidVersionSpecificationException {
        Map<String, Exception> exceptions = exceptions(Files.readString(Path.of(arguments[2])));
        Set<String> used = new HashSet<>();
        Map<String, String> open = new TreeMap<>();
        int packages = 0;
        Matcher found = PACKAGE.matcher(Files.readString(Path.of(arguments[0])));
        Set<String> seen = new HashSet<>();
        while (found.find()) {
            if (!seen.add(found.group())) {
                continue;
            }
            packages++;
            for (Advisory advisory : advisories(Path.of(arguments[1], found.group(1), found.group(2)))) {
                if (!advisory.affects(found.group(3))) {
                    continue;
                }
                List<String> excepted =
                        advisory.ids().stream().filter(exceptions::containsKey).toList();
                used.addAll(excepted);
                if (excepted.isEmpty()) {
                    String library = found.group(1) + ":" + found.group(2) + " " + found.group(3);
                    open.put(library + " " + advisory.ids(), advisory.title() + "; mended in " + advisory.fixed());
                }
            }
        }
        open.forEach((where, what) -> System.err.println("vulnerable: " + where + ": " + what));
        List<String> wrong = new ArrayList<>();
        for (Exception exception : exceptions.values()) {
            if (!used.contains(exception.id())) {
                wrong.add("exception " + exception.id() + " is of no use: no library has it");
            } else if (exception.until().isBefore(LocalDate.now())) {
                wrong.add("exception " + exception.id() + " is over since " + exception.until());
            }
        }
        wrong.forEach(System.err::println);
        System.out.println(packages + " libraries, " + open.size() + " vulnerabilities, " + used.size() + " exceptions");
        System.exit(open.isEmpty() && wrong.isEmpty() ? 0 : 1);
    }

    private static List<Advisory> advisories(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Advisory> advisories = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String text = Files.readString(file);
                Set<String> ids = new HashSet<>(Arrays.asList(
                        block(text, "identifiers").replaceAll("[\"' ]", "").split("-(?=CVE|GHSA|GMS)")));
                ids.add(value(text, "identifier"));
                ids.removeIf(String::isBlank);
                advisories.add(new Advisory(
                        ids,
                        value(text, "title"),
                        value(text, "affected_range"),
                        block(text, "fixed_versions").replaceAll("[\"'\\s]+", " ").replace("- ", "").strip()));
            }
        }
        return advisories;
    }

    private static String value(String yaml, String key) {
        Matcher value = Pattern.compile("(?m)^" + key + ": *[\"']?(.*?)[\"']?$").matcher(yaml);
        return value.find() ? value.group(1) : "";
    }

    private static String block(String yaml, String key) {
        Matcher block = Pattern.compile("(?m)^" + key + ":\\s*\\n((?:- .*\\n?)+)").matcher(yaml);
        return block.find() ? block.group(1).replace("\n", " ") : "";
    }

    private static Map<String, Exception> exceptions(String toml) {
        Map<String, Exception> exceptions = new HashMap<>();
        Matcher entry = Pattern.compile("(?m)^\\[\\[IgnoredVulns]]\\s+id = \"([^\"]+)\"\\s+ignoreUntil = (\\S+)\\s+reason = \"[^\"]+\"")
                .matcher(toml);
        while (entry.find()) {
            exceptions.put(entry.group(1), new Exception(entry.group(1), LocalDate.parse(entry.group(2))));
        }
        return exceptions;
    }
}

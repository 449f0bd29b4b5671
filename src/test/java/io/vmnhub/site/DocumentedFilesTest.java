// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.check.HubCheck;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubProperties;
import io.vmnhub.fixture.HubFolder;
import io.vmnhub.site.Snippet.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vmn-hub check} finds nothing wrong in the pages' examples of routes and configuration. */
class DocumentedFilesTest {

    /** The file that an example of configuration belongs to, by its first key. */
    private static final Map<String, String> FILES = Map.of(
            "ranges", "config/numbers.yaml",
            "applications", "config/applications.yaml",
            "associations", "config/ss7.yaml",
            "pointCode", "config/ss7.yaml",
            "smscs", "config/screening.yaml",
            "limits", "config/screening.yaml",
            "filters", "config/screening.yaml",
            "listeners", "config/smpp.yaml");

    /** What an example refers to and its page does not show, or shows in part. */
    private static final Pattern ELSEWHERE = Pattern.compile(String.join(
            "|",
            "^the property \\S+ is not set",
            "^no route begins with direct:",
            "^there is no SMPP account 'acme",
            "^there is no Kamelet (kafka|pager)[\\w-]*", // added by the reader
            "^there is no class com\\.example\\.",
            "there is no file config/(lists|numbers|soap)/",
            "there is no file config/(broker\\.p12|smpp\\.(crt|key))",
            "^no number of config/numbers.yaml belongs to",
            "^key '(pointCode|networkIndicator|mscGlobalTitle|hlrGlobalTitle)' is missing",
            "^vmnhub\\.\\S+: is given in line \\d+ already", // two ways to set it
            "^Property with key \\[\\S+] not found",
            "is '\\w+…', but must be"));

    @TempDir
    Path folder;

    private final List<HubFolder> homes = new ArrayList<>();
    private final Map<Path, Snippet> written = new HashMap<>();

    @Test
    void checkFindsNothingWrongInTheExamples() throws IOException {
        for (Snippet snippet : Snippet.all(Path.of(""))) {
            if (snippet.kind() == Kind.YAML || snippet.kind() == Kind.PROPERTIES) {
                write(snippet);
            }
        }
        List<String> findings = new ArrayList<>();
        for (HubFolder home : homes) {
            HubHome files = HubHome.of(home.path());
            for (Finding finding : new HubCheck(files, new HubProperties(files, "prod", Map.of()))
                    .run()
                    .findings()) {
                String text = finding.text(home.path());
                if (!ELSEWHERE.matcher(text).find()) {
                    findings.add(written.get(finding.file()) + ", line " + finding.line() + ": " + text);
                }
            }
        }
        assertThat(findings).isEmpty();
        assertThat(written).hasSizeGreaterThan(40);
    }

    @Test
    void checkKnowsEveryHeaderThatThePagesName() throws IOException {
        Set<String> headers = new TreeSet<>();
        for (MarkdownPage page : MarkdownPage.all(Path.of(""))) {
            Pattern.compile("`(CamelS(?:ms|s7Map)[A-Z]\\w+)`")
                    .matcher(Files.readString(page.file()))
                    .results()
                    .forEach(found -> headers.add(found.group(1)));
        }
        StringBuilder steps = new StringBuilder();
        headers.forEach(header -> steps.append("- log: \"${header.%s}\"\n".formatted(header)));
        HubFolder home = HubFolder.shipped(folder.resolve("headers"))
                .write(Map.of("routes/applications/headers.camel.yaml", route(steps.toString())));
        HubHome files = HubHome.of(home.path());
        assertThat(new HubCheck(files, new HubProperties(files, "prod", Map.of()))
                        .run().findings().stream().map(finding -> finding.text(home.path())))
                .noneMatch(text -> text.contains("header"));
        assertThat(headers).hasSizeGreaterThan(30);
    }

    /** Puts an example where it belongs; a part of a file that {@link #FILES} does not name is left out. */
    private void write(Snippet snippet) throws IOException {
        String text =
                snippet.text().stripIndent().replaceAll("\\{\\{env:\\w+}}", "whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0");
        Matcher key = Pattern.compile("(?m)^ *(- )?(\\w+):").matcher(text);
        if (snippet.kind() == Kind.PROPERTIES) {
            write(snippet, "config/application-" + written.size() + ".properties", text);
        } else if (key.find() && key.group(1) != null) {
            // each application and route has a name of its own
            String own = text.replaceAll("\\b(acme|demo)\\b", "$1" + written.size());
            write(
                    snippet,
                    "routes/applications/acme" + written.size() + ".camel.yaml",
                    key.group(2).matches("route|beans") ? own : route(own));
        } else if (key.group(2).equals("apiVersion")) {
            Matcher name = Pattern.compile("(?m)^  name: (\\S+)").matcher(text);
            if (name.find()) {
                write(snippet, "connectors/" + name.group(1) + ".kamelet.yaml", text);
            }
        } else if (FILES.containsKey(key.group(2))) {
            write(snippet, FILES.get(key.group(2)), text);
        }
    }

    private String route(String steps) {
        String name = "acme" + written.size();
        return """
                - route:
                    id: steps-of-%s
                    from:
                      uri: direct:steps-of-%s
                      steps:
                """.formatted(name, name) + steps.stripIndent().indent(8);
    }

    /** Into the first home that has no example in this place. */
    private void write(Snippet snippet, String file, String text) throws IOException {
        HubFolder home = null;
        for (HubFolder there : homes) {
            if (home == null && !written.containsKey(there.path().resolve(file))) {
                home = there;
            }
        }
        if (home == null) {
            home = HubFolder.shipped(folder.resolve("home" + homes.size()));
            homes.add(home);
        }
        home.write(Map.of(file, text));
        written.put(home.path().resolve(file), snippet);
    }
}

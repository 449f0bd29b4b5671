// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages of the documentation link to what is there, in the repository and on the site that is made of them. */
class DocumentationSiteTest {

    private static final Path CHECKOUT = Path.of("");
    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile("id=\"([^\"]*)\"");

    @TempDir
    static Path site;

    private static final Map<Path, String> HTML = new TreeMap<>();

    @BeforeAll
    static void makeTheSite() throws IOException {
        new DocumentationSite(CHECKOUT).write(site);
        try (Stream<Path> files = Files.walk(site)) {
            files.filter(file -> file.toString().endsWith(".html")).forEach(file -> HTML.put(file, read(file)));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyFragmentOfALinkIsTheAnchorOfAHeading() {
        SiteMap map = new SiteMap(MarkdownPage.all(CHECKOUT));
        List<String> dead = new ArrayList<>();
        for (MarkdownPage page : MarkdownPage.all(CHECKOUT)) {
            for (String target : page.targets()) {
                if (DocumentationSite.isLocal(target)) {
                    String[] parts = target.split("#", 2);
                    Path file = SiteMap.resolve(page.file(), parts[0]);
                    if (!Files.exists(file)) {
                        dead.add(page.file() + " links to " + target + ", and there is no " + file);
                    } else if (parts.length == 2
                            && map.has(file)
                            && !map.page(file).hasAnchor(parts[1])) {
                        dead.add(page.file() + " links to " + target + ", and " + file + " has no such heading");
                    }
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyLinkOfTheSiteLeadsSomewhereAndNothingIsLoadedFromElsewhere() {
        List<String> dead = new ArrayList<>();
        HTML.forEach((page, html) -> references(html).forEach(target -> {
            if (target.matches("[a-z]+:.*")) {
                if (!target.equals("data:,") && !html.contains("<a href=\"" + target)) {
                    dead.add(page + " loads " + target);
                }
                return;
            }
            String[] parts = target.split("#", 2);
            Path file =
                    parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
            if (!Files.isRegularFile(file)) {
                dead.add(site.relativize(page) + " links to " + target);
            } else if (parts.length == 2
                    && HTML.containsKey(file)
                    && !ids(HTML.get(file)).contains(parts[1])) {
                dead.add(site.relativize(page) + " links to " + target + ", which has no such place");
            }
        }));
        assertThat(dead).isEmpty();
        assertThat(read(site.resolve("style.css")) + read(site.resolve("search.js")))
                .doesNotContain("http:", "https:", "@import", "fetch(");
    }

    @Test
    void everyPageIsInTheNavigationOfEveryPageAndInTheSearch() {
        List<Path> pages = MarkdownPage.all(CHECKOUT).stream()
                .map(page -> SiteMap.url(page.file()))
                .toList();
        String search = read(site.resolve("search-index.js"));
        assertThat(pages).hasSizeGreaterThan(30).allSatisfy(page -> {
            assertThat(site.resolve(page)).exists();
            assertThat(search).contains("\"url\":\"" + page);
            assertThat(HTML.get(site.resolve("index.html"))).contains("href=\"" + page + "\"");
        });
    }

    @Test
    void theNavigationHasTheGroupsOfTheIndex() {
        assertThat(HTML.get(site.resolve("ss7.html")))
                .contains("<h2>Operator</h2>", "<h2>Integrator</h2>", "<h2>Enterprise</h2>", "<h2>Developer</h2>");
    }

    @Test
    void aSiteIsNotMadeOfDeadLinks(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("docs/images"));
        for (String page : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs/README.md")) {
            Files.writeString(folder.resolve(page), "# Page\n");
        }
        Files.writeString(folder.resolve("docs/one.md"), "# One\n\n[two](two.md)\n");
        DocumentationSite documentation = new DocumentationSite(folder);
        assertThatThrownBy(() -> documentation.write(folder.resolve("site")))
                .hasMessage("docs/one.md links to two.md, and there is no docs/two.md");
    }

    @Test
    void aPageThatTheIndexDoesNotNameIsInTheNavigationUnderMore(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("docs"));
        Files.writeString(folder.resolve("docs/README.md"), "# Docs\n\n## Operator\n\n- [One](one.md#there)\n");
        Files.writeString(folder.resolve("docs/one.md"), "# One\n");
        Files.writeString(folder.resolve("docs/new.md"), "# New\n");
        Map<String, Set<Path>> groups = new SiteMap(Stream.of("docs/README.md", "docs/new.md", "docs/one.md")
                        .map(file -> MarkdownPage.read(folder, Path.of(file)))
                        .toList())
                .groups();
        assertThat(groups)
                .containsExactly(
                        Map.entry("Operator", Set.of(Path.of("docs/one.md"))),
                        Map.entry("More", Set.of(Path.of("docs/new.md"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Applications.yaml, and `numbers`|applicationsyaml-and-numbers",
                "The hub as a client|the-hub-as-a-client",
                "An enterprise's own WSDL|an-enterprises-own-wsdl",
                "sms_inbox – Grüße|sms_inbox--grüße"
            })
    void headingsHaveTheAnchorsOfGitHub(String heading, String anchor) {
        assertThat(MarkdownPage.slug(heading.replace("`", ""))).isEqualTo(anchor);
    }

    private static Stream<String> references(String html) {
        return REFERENCE.matcher(html).results().map(found -> found.group(1).replace("&amp;", "&"));
    }

    private static Set<String> ids(String html) {
        return ID.matcher(html)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());
    }
}

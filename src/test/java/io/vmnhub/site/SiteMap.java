// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;

/**
 * Which pages the site has, where each is, and in which groups the navigation shows them: those of the lists in
 * {@code docs/README.md}, under its headings, and whatever they leave out under "More".
 */
final class SiteMap {

    static final Path INDEX = Path.of("docs/README.md");
    private static final String MORE = "More";

    private final Map<Path, MarkdownPage> pages;

    SiteMap(List<MarkdownPage> pages) {
        this.pages = pages.stream()
                .collect(Collectors.toMap(MarkdownPage::file, page -> page, (one, other) -> one, LinkedHashMap::new));
    }

    boolean has(Path file) {
        return pages.containsKey(file);
    }

    MarkdownPage page(Path file) {
        return pages.get(file);
    }

    /** Where a page of the repository is in the site. */
    static Path url(Path file) {
        String name = file.toString();
        if (name.startsWith("docs/")) {
            return Path.of(name.substring("docs/".length())
                    .replaceFirst("(^|/)README\\.md$", "$1index.html")
                    .replaceFirst("\\.md$", ".html"));
        }
        return Path.of("project", name.toLowerCase(Locale.ROOT).replaceFirst("\\.md$", ".html"));
    }

    /** The pages by the heading of their group. A page stands in its first group only. */
    Map<String, Set<Path>> groups() {
        Map<String, Set<Path>> groups = new LinkedHashMap<>();
        Set<Path> listed = new LinkedHashSet<>(List.of(INDEX));
        if (has(INDEX)) {
            page(INDEX).document().accept(new AbstractVisitor() {
                private String group = MORE;

                @Override
                public void visit(Heading heading) {
                    group = MarkdownPage.text(heading);
                }

                @Override
                public void visit(Link link) {
                    Path target = resolve(INDEX, link.getDestination().replaceFirst("#.*", ""));
                    if (has(target) && listed.add(target)) {
                        groups.computeIfAbsent(group, name -> new LinkedHashSet<>())
                                .add(target);
                    }
                }
            });
        }
        List<Path> left = new ArrayList<>(pages.keySet());
        left.removeAll(listed);
        if (!left.isEmpty()) {
            groups.computeIfAbsent(MORE, name -> new LinkedHashSet<>()).addAll(left);
        }
        return groups;
    }

    /** The file that a relative link of a page means. */
    static Path resolve(Path page, String link) {
        Path root = Path.of("/");
        return link.isEmpty()
                ? page
                : root.relativize(root.resolve(page).resolveSibling(link).normalize());
    }
}

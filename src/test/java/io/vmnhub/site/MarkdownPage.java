// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * A page of the documentation in Markdown.
 *
 * @param file its path in the repository, {@code docs/ss7.md}
 * @param document its tree
 * @param sections what its headings begin, in their order; the first may have no heading
 */
record MarkdownPage(Path file, Node document, List<Section> sections) {

    static final List<TablesExtension> EXTENSIONS = List.of((TablesExtension) TablesExtension.create());
    private static final List<Path> ROOT_PAGES = Stream.of(
                    "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
            .map(Path::of)
            .toList();

    /**
     * A heading and what follows it, as far as the next heading.
     *
     * @param heading absent (null) for what precedes the first heading
     * @param anchor the fragment by which GitHub addresses it
     */
    record Section(Heading heading, String title, String anchor, String text) {}

    /** The pages of a checkout: those of the root folder, and all below {@code docs}. */
    static List<MarkdownPage> all(Path checkout) {
        try (Stream<Path> files = Files.walk(checkout.resolve("docs"))) {
            return Stream.concat(
                            ROOT_PAGES.stream().map(checkout::resolve),
                            files.filter(file -> file.toString().endsWith(".md"))
                                    .sorted())
                    .map(file -> read(checkout, checkout.relativize(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MarkdownPage read(Path checkout, Path file) {
        try {
            Node document =
                    Parser.builder().extensions(EXTENSIONS).build().parse(Files.readString(checkout.resolve(file)));
            return new MarkdownPage(file, document, sections(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String title() {
        return sections.stream()
                .filter(section -> section.heading() != null)
                .map(Section::title)
                .findFirst()
                .orElse(file.toString());
    }

    boolean hasAnchor(String anchor) {
        return sections.stream().anyMatch(section -> section.anchor().equals(anchor));
    }

    /** The targets of links and images as they are written. */
    List<String> targets() {
        List<String> targets = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                targets.add(link.getDestination());
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                targets.add(image.getDestination());
            }
        });
        return targets;
    }

    private static List<Section> sections(Node document) {
        List<Section> sections = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        Heading heading = null;
        StringBuilder text = new StringBuilder();
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node instanceof Heading next) {
                add(sections, heading, text, seen);
                heading = next;
                text = new StringBuilder();
            } else {
                text.append(text(node)).append(' ');
            }
        }
        add(sections, heading, text, seen);
        return sections;
    }

    private static void add(List<Section> sections, Heading heading, StringBuilder text, Map<String, Integer> seen) {
        if (heading == null && text.isEmpty()) {
            return;
        }
        String title = heading == null ? "" : text(heading).strip();
        String slug = slug(title);
        int before = seen.merge(slug, 1, Integer::sum) - 1;
        sections.add(new Section(
                heading,
                title,
                before == 0 ? slug : slug + "-" + before,
                text.toString().replaceAll("\\s+", " ").strip()));
    }

    /** As GitHub makes the fragment of a heading. */
    static String slug(String title) {
        return title.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "")
                .replace(' ', '-');
    }

    static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text one) {
                text.append(one.getLiteral());
            }

            @Override
            public void visit(Code code) {
                text.append(code.getLiteral());
            }

            @Override
            public void visit(FencedCodeBlock block) {
                text.append(block.getLiteral());
            }

            @Override
            public void visit(IndentedCodeBlock block) {
                text.append(block.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak end) {
                text.append(' ');
            }

            @Override
            public void visit(HardLineBreak end) {
                text.append(' ');
            }

            @Override
            public void visit(CustomNode node) {
                visitChildren(node);
                if (node instanceof TableCell) {
                    text.append(' ');
                }
            }
        });
        return text.toString();
    }
}

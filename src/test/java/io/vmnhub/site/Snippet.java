// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.site;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.IndentedCodeBlock;

/**
 * An example on a page. A block that is fenced says itself what it is; an indented one is looked at, paragraph by
 * paragraph where an unindented line follows a blank one.
 *
 * @param page where it stands
 * @param kind what it is
 * @param text its lines
 */
record Snippet(Path page, Kind kind, String text) {

    private static final String COMMANDS = String.join(
            "|",
            "mvn",
            "vmn-hub",
            "bin/vmn-hub",
            "curl",
            "apt",
            "systemctl",
            "journalctl",
            "openssl",
            "printf",
            "export",
            "unzip",
            "artemis",
            "jfr",
            "kill",
            "vi",
            "[A-Z]+=");

    /** What a snippet can be, and the tests know how to check. */
    enum Kind {
        SHELL("sh|bash|console", "(?s)(\\$ )?(" + COMMANDS + ").*"),
        JSON("json", "(?s)[{\\[].*"),
        XML("xml", "(?s)<[a-zA-Z].*"),
        SQL("sql", "(?s)(select|begin|set|insert|grant|create) .*|(?s)begin;.*"),
        PROPERTIES("properties", "(?:#[^\n]*\n)*(?:[a-z][\\w.-]* *=[^\n]*\n?|\n)+"),
        YAML("yaml", "(?s)(?:#[^\n]*\n)* *(- )?[a-zA-Z_]+:(\\s.*|$)"),
        JAVA("java", "(?s)(class|public) .*"),
        JAVASCRIPT("javascript", "(?s)(const|import \\{) .*"),
        PYTHON("python", null),
        CSV("csv", null),
        /** Output, headers of HTTP, drawings. */
        TEXT("(?:text)?", "(?s).*"),
        UNKNOWN("none of these", null);

        private final String info;
        private final Pattern pattern;

        Kind(String info, String pattern) {
            this.info = info;
            this.pattern = pattern == null ? null : Pattern.compile(pattern);
        }

        private static Kind named(String info) {
            return Stream.of(values())
                    .filter(kind -> info.matches(kind.info))
                    .findFirst()
                    .orElse(UNKNOWN);
        }

        private static Kind guess(String text) {
            return Stream.of(values())
                    .filter(kind ->
                            kind.pattern != null && kind.pattern.matcher(text).matches())
                    .findFirst()
                    .orElseThrow();
        }
    }

    static List<Snippet> all(Path checkout) {
        List<Snippet> snippets = new ArrayList<>();
        for (MarkdownPage page : MarkdownPage.all(checkout)) {
            page.document().accept(new AbstractVisitor() {
                @Override
                public void visit(FencedCodeBlock block) {
                    snippets.add(new Snippet(page.file(), Kind.named(block.getInfo()), block.getLiteral()));
                }

                @Override
                public void visit(IndentedCodeBlock block) {
                    for (String part : block.getLiteral().split("\n\n(?=\\S)")) {
                        snippets.add(new Snippet(page.file(), Kind.guess(part), part.stripTrailing() + "\n"));
                    }
                }
            });
        }
        return snippets;
    }

    /** Where it stands and how it begins. */
    @Override
    public String toString() {
        return page + ": " + text.lines().findFirst().orElse("");
    }
}

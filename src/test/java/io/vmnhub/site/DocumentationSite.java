// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.site;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Writes the documentation as a static site: a page of HTML for each page of Markdown and each file of the repository
 * that one of them links to, and an index that the pages search by themselves. Nothing of it asks another server.
 */
public final class DocumentationSite {

    private static final List<String> ASSETS = List.of("style.css", "search.js");

    private static final String BEFORE_CONTENTS = "<details class=\"contents\"><summary>On this page</summary><ul>\n";

    private final Path checkout;
    private final List<MarkdownPage> pages;
    private final SiteMap map;
    private final Map<String, Set<Path>> groups;
    private final String template = resource("page.html");

    DocumentationSite(Path checkout) {
        this.checkout = checkout;
        this.pages = MarkdownPage.all(checkout);
        this.map = new SiteMap(pages);
        this.groups = map.groups();
    }

    /**
     * Writes the site of the checkout in the current folder.
     *
     * @param arguments the folder for the site
     */
    public static void main(String[] arguments) throws IOException {
        Path site = Path.of(arguments[0]);
        new DocumentationSite(Path.of("")).write(site);
        System.out.println(
                "The documentation is at " + site.resolve("index.html").toAbsolutePath());
    }

    void write(Path site) throws IOException {
        Set<Path> linked = linkedFiles();
        for (Path folder : linked.stream()
                .filter(file -> Files.isDirectory(checkout.resolve(file)))
                .toList()) {
            linked.addAll(files(folder));
        }
        for (MarkdownPage page : pages) {
            write(site, SiteMap.url(page.file()), page.title(), html(page), contents(page));
        }
        for (Path file : linked) {
            write(site, fileUrl(file), file.toString(), source(file), "");
        }
        for (Path image : files(Path.of("docs/images"))) {
            copy(
                    Files.readAllBytes(checkout.resolve(image)),
                    site.resolve(Path.of("docs").relativize(image)));
        }
        for (String asset : ASSETS) {
            copy(resource(asset).getBytes(StandardCharsets.UTF_8), site.resolve(asset));
        }
        copy(searchIndex().getBytes(StandardCharsets.UTF_8), site.resolve("search-index.js"));
    }

    /** The files and folders that pages link to, and that are no pages themselves. */
    private Set<Path> linkedFiles() {
        Set<Path> linked = new TreeSet<>();
        for (MarkdownPage page : pages) {
            page.targets().stream().filter(DocumentationSite::isLocal).forEach(target -> {
                Path file = SiteMap.resolve(page.file(), target.replaceFirst("#.*", ""));
                if (!Files.exists(checkout.resolve(file))) {
                    throw new IllegalStateException(page.file() + " links to " + target + ", and there is no " + file);
                }
                if (!map.has(file) && !isImage(file)) {
                    linked.add(file);
                }
            });
        }
        return linked;
    }

    static boolean isLocal(String target) {
        return !target.matches("[a-z]+:.*");
    }

    private static boolean isImage(Path file) {
        return file.startsWith("docs/images");
    }

    private static Path fileUrl(Path file) {
        return Path.of("files").resolve(file + ".html");
    }

    private void write(Path site, Path url, String title, String content, String contents) throws IOException {
        String root = "../".repeat(url.getNameCount() - 1);
        String html = template.replace("{{title}}", escape(title))
                .replace("{{root}}", root)
                .replace("{{navigation}}", navigation(url, root))
                .replace("{{contents}}", contents)
                .replace("{{content}}", content);
        copy(html.getBytes(StandardCharsets.UTF_8), site.resolve(url));
    }

    private String navigation(Path current, String root) {
        StringBuilder html = new StringBuilder();
        for (Map.Entry<String, Set<Path>> group : groups.entrySet()) {
            html.append("<h2>").append(escape(group.getKey())).append("</h2>\n<ul>\n");
            for (Path file : group.getValue()) {
                Path url = SiteMap.url(file);
                html.append("<li><a href=\"%s%s\"%s>%s</a></li>%n"
                        .formatted(
                                root,
                                url,
                                url.equals(current) ? " aria-current=\"page\"" : "",
                                escape(map.page(file).title())));
            }
            html.append("</ul>\n");
        }
        return html.toString();
    }

    private static String contents(MarkdownPage page) {
        List<MarkdownPage.Section> sections = page.sections().stream()
                .filter(section ->
                        section.heading() != null && section.heading().getLevel() == 2)
                .toList();
        return sections.size() < 3
                ? ""
                : sections.stream()
                        .map(section ->
                                "<li><a href=\"#%s\">%s</a></li>".formatted(section.anchor(), escape(section.title())))
                        .collect(Collectors.joining("\n", BEFORE_CONTENTS, "\n</ul></details>"));
    }

    private String html(MarkdownPage page) {
        Path url = SiteMap.url(page.file());
        page.document().accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                link.setDestination(inSite(page.file(), url, link.getDestination()));
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                image.setDestination(inSite(page.file(), url, image.getDestination()));
            }
        });
        Map<Heading, String> anchors = page.sections().stream()
                .filter(section -> section.heading() != null)
                .collect(Collectors.toMap(MarkdownPage.Section::heading, MarkdownPage.Section::anchor));
        return HtmlRenderer.builder()
                .extensions(MarkdownPage.EXTENSIONS)
                .attributeProviderFactory(context -> (node, tag, attributes) -> {
                    if (node instanceof Heading heading && anchors.containsKey(heading)) {
                        attributes.put("id", anchors.get(heading));
                    }
                })
                .build()
                .render(page.document())
                .replace("<table>", "<div class=\"table\" tabindex=\"0\"><table>")
                .replace("</table>", "</table></div>")
                .replace("<pre>", "<pre tabindex=\"0\">");
    }

    /** A link's target, as seen from a page of the site. */
    private String inSite(Path page, Path url, String target) {
        if (!isLocal(target) || target.startsWith("#")) {
            return target;
        }
        String fragment = target.contains("#") ? target.substring(target.indexOf('#')) : "";
        Path file = SiteMap.resolve(page, target.replaceFirst("#.*", ""));
        Path there = map.has(file)
                ? SiteMap.url(file)
                : isImage(file) ? Path.of("docs").relativize(file) : fileUrl(file);
        return "../".repeat(url.getNameCount() - 1) + there + fragment;
    }

    /** A file's text, or a folder's files. */
    private String source(Path file) throws IOException {
        String heading = "<h1><code>%s</code></h1>%n".formatted(escape(file.toString()));
        if (!Files.isDirectory(checkout.resolve(file))) {
            return heading + "<pre tabindex=\"0\"><code>" + escape(Files.readString(checkout.resolve(file)))
                    + "</code></pre>";
        }
        String root = "../".repeat(fileUrl(file).getNameCount() - 1);
        return heading
                + files(file).stream()
                        .map(one -> "<li><a href=\"%s%s\"><code>%s</code></a></li>"
                                .formatted(
                                        root,
                                        fileUrl(one),
                                        escape(file.relativize(one).toString())))
                        .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
    }

    /** The files in a folder and below it. */
    private List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(checkout.resolve(folder))) {
            return files.filter(Files::isRegularFile)
                    .map(checkout::relativize)
                    .filter(file -> !file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private String searchIndex() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode index = mapper.createArrayNode();
        for (MarkdownPage page : pages) {
            for (MarkdownPage.Section section : page.sections()) {
                String anchor = section.heading() == null ? "" : "#" + section.anchor();
                index.addObject()
                        .put("page", page.title())
                        .put("section", section.title())
                        .put("url", SiteMap.url(page.file()) + anchor)
                        .put("text", section.text());
            }
        }
        return "const searchIndex = " + mapper.writeValueAsString(index) + ";\n";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static void copy(byte[] content, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.write(to, content);
    }

    private static String resource(String name) {
        try (InputStream in = DocumentationSite.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Writes the notices of the libraries that a class path of Maven's local repository has: each with its version, its
 * licences as its project model or a parent's names them, and its address. The texts of licences are in the jars. A
 * library without a licence ends the build.
 *
 * <pre>java ThirdParty.java FILE JAR[:JAR...]</pre>
 */
final class ThirdParty {

    private static final String HEADING = """
            VMN Hub is distributed with these libraries, unchanged but for the compression of their jars. Each has the
            licence that stands below it; where several do, the recipient may choose. The texts and further notices are
            in the jars. docs/licences.md says how the licences go together.

            """;

    /** In the hub's own jar, not a jar of their own. */
    private static final String CONSOLE = """
            org.webjars.npm:lit-html 3.2.1 (in the hub's jar)
              BSD-3-Clause
            org.webjars.npm:uplot 1.6.30 (in the hub's jar)
              MIT
            """;

    private record Licence(String name, String url) {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> notices = new TreeMap<>();
        List<String> without = new ArrayList<>();
        for (String jar : arguments[1].split(File.pathSeparator)) {
            if (!jar.endsWith(".jar")) {
                continue;
            }
            Path version = Path.of(jar).getParent();
            Path artifact = version.getParent();
            Path pom = version.resolve(artifact.getFileName() + "-" + version.getFileName() + ".pom");
            String name = text(root(pom), "groupId").isEmpty()
                    ? text(child(root(pom), "parent"), "groupId")
                    : text(root(pom), "groupId");
            String title = name + ":" + artifact.getFileName() + " " + version.getFileName();
            List<Licence> licences = licences(pom, artifact(version, name));
            if (licences.isEmpty()) {
                without.add(title);
            }
            StringBuilder notice = new StringBuilder(title).append('\n');
            for (Licence licence : licences) {
                notice.append("  ").append((licence.name() + "  " + licence.url()).trim()).append('\n');
            }
            notices.put(title, notice.toString());
        }
        if (!without.isEmpty()) {
            throw new IOException("no licence is known of " + String.join(", ", without));
        }
        Files.createDirectories(Path.of(arguments[0]).getParent());
        Files.writeString(Path.of(arguments[0]), HEADING + String.join("", notices.values()) + CONSOLE);
    }

    /** The folder of the local repository: that of the version without the artifact and its group. */
    private static Path artifact(Path version, String group) {
        Path repository = version.getParent().getParent();
        for (int i = 0; i < group.split("\\.").length; i++) {
            repository = repository.getParent();
        }
        return repository;
    }

    private static List<Licence> licences(Path pom, Path repository) throws Exception {
        Element root = root(pom);
        List<Licence> licences = new ArrayList<>();
        Element named = child(root, "licenses");
        for (Node node = named == null ? null : named.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element licence) {
                licences.add(new Licence(text(licence, "name"), text(licence, "url")));
            }
        }
        Element parent = child(root, "parent");
        if (!licences.isEmpty() || parent == null) {
            return licences;
        }
        String artifact = text(parent, "artifactId");
        String version = text(parent, "version");
        Path above = repository
                .resolve(text(parent, "groupId").replace('.', '/'))
                .resolve(artifact)
                .resolve(version)
                .resolve(artifact + "-" + version + ".pom");
        return licences(above, repository);
    }

    private static Element root(Path pom) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
    }

    private static Element child(Element element, String name) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && child.getTagName().equals(name)) {
                return child;
            }
        }
        return null;
    }

    private static String text(Element element, String name) {
        Element child = element == null ? null : child(element, name);
        return child == null ? "" : child.getTextContent().trim().replaceAll("\\s+", " ");
    }

    private ThirdParty() {}
}

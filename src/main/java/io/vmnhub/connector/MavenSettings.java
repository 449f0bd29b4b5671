// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.eclipse.aether.repository.Authentication;
import org.eclipse.aether.repository.AuthenticationSelector;
import org.eclipse.aether.repository.MirrorSelector;
import org.eclipse.aether.repository.Proxy;
import org.eclipse.aether.repository.ProxySelector;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * What a Maven {@code settings.xml} says of the network: mirrors, proxies, credentials (as they stand, not encrypted).
 */
public final class MavenSettings {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^{}]+)}");

    private final DefaultMirrorSelector mirrors = new DefaultMirrorSelector();
    private final DefaultProxySelector proxies = new DefaultProxySelector();
    private final DefaultAuthenticationSelector credentials = new DefaultAuthenticationSelector();
    private Path localRepository;

    private MavenSettings() {}

    /** Those of a machine without such a file. */
    public static MavenSettings none() {
        return new MavenSettings();
    }

    /** @throws ConnectorException when the file cannot be read */
    public static MavenSettings read(Path file) throws ConnectorException {
        MavenSettings settings = new MavenSettings();
        try (InputStream in = Files.newInputStream(file)) {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Element root = factory.newDocumentBuilder().parse(in).getDocumentElement();
            text(root, "localRepository").ifPresent(path -> settings.localRepository = Path.of(path));
            for (Element mirror : in(root, "mirrors", "mirror")) {
                settings.mirrors.add(
                        text(mirror, "id").orElse("mirror"),
                        text(mirror, "url").orElse(""),
                        "default",
                        false,
                        text(mirror, "blocked").map(Boolean::valueOf).orElse(false),
                        text(mirror, "mirrorOf").orElse("*"),
                        "");
            }
            for (Element proxy : in(root, "proxies", "proxy")) {
                if (text(proxy, "active").map(Boolean::valueOf).orElse(true)) {
                    settings.proxies.add(
                            new Proxy(
                                    text(proxy, "protocol").orElse("http"),
                                    text(proxy, "host").orElse(""),
                                    text(proxy, "port").map(Integer::parseInt).orElse(8080),
                                    authentication(proxy)),
                            text(proxy, "nonProxyHosts").orElse(""));
                }
            }
            for (Element server : in(root, "servers", "server")) {
                settings.credentials.add(text(server, "id").orElse(""), authentication(server));
            }
        } catch (IOException | SAXException | ParserConfigurationException | NumberFormatException e) {
            throw new ConnectorException(file + ": cannot be read as Maven settings: " + e.getMessage(), e);
        }
        return settings;
    }

    private static Authentication authentication(Element element) {
        return text(element, "username")
                .map(name -> new AuthenticationBuilder()
                        .addUsername(name)
                        .addPassword(text(element, "password").orElse(""))
                        .build())
                .orElse(null);
    }

    private static List<Element> in(Element root, String list, String item) {
        List<Element> found = new ArrayList<>();
        for (Element each : children(root, list)) {
            found.addAll(children(each, item));
        }
        return found;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static Optional<String> text(Element parent, String name) {
        return children(parent, name).stream()
                .findFirst()
                .map(element -> interpolated(element.getTextContent().strip()))
                .filter(text -> !text.isEmpty());
    }

    /** With the environment and the system's properties, as Maven does; what neither has stays as it stands. */
    private static String interpolated(String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(reference ->
                        Matcher.quoteReplacement(value(reference.group(1)).orElse(reference.group())));
    }

    private static Optional<String> value(String name) {
        return Optional.ofNullable(
                name.startsWith("env.") ? System.getenv(name.substring("env.".length())) : System.getProperty(name));
    }

    Optional<Path> localRepository() {
        return Optional.ofNullable(localRepository);
    }

    MirrorSelector mirrors() {
        return mirrors;
    }

    ProxySelector proxies() {
        return proxies;
    }

    AuthenticationSelector credentials() {
        return credentials;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

import io.vmnhub.config.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The Kamelets of Apache Camel's catalogue, in their jar. */
public final class Catalogue implements AutoCloseable {

    /** The artifact; the version is that of the catalogue which was tried with the hub's Camel. */
    public static final String ARTIFACT = "org.apache.camel.kamelets:camel-kamelets";

    public static final String VERSION = "4.16.0";

    private static final String SUFFIX = ".kamelet.yaml";

    private final FileSystem jar;

    /** @throws ConnectorException when the file is not a jar of the catalogue */
    public Catalogue(Path file) throws ConnectorException {
        try {
            jar = FileSystems.newFileSystem(file);
        } catch (IOException e) {
            throw new ConnectorException(file + ": cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Sinks and actions whose name or title has {@code word} in it, in their order. */
    public List<CatalogueKamelet> matching(String word) throws ConnectorException {
        String wanted = word.toLowerCase(Locale.ROOT);
        try (Stream<Path> files = Files.list(jar.getPath("/kamelets"))) {
            return files.filter(file -> file.toString().endsWith("-sink" + SUFFIX)
                            || file.toString().endsWith("-action" + SUFFIX))
                    .sorted()
                    .map(file -> new CatalogueKamelet(read(file), text(file)))
                    .filter(kamelet -> kamelet.name().contains(wanted)
                            || kamelet.title().toLowerCase(Locale.ROOT).contains(wanted))
                    .toList();
        } catch (IOException e) {
            throw new ConnectorException("the catalogue cannot be read: " + e.getMessage(), e);
        }
    }

    /** The one of this name. */
    public Optional<CatalogueKamelet> find(String name) {
        if (!name.matches("[a-z0-9-]+")) {
            return Optional.empty();
        }
        Path file = jar.getPath("/kamelets/" + name + SUFFIX);
        return Files.exists(file) ? Optional.of(new CatalogueKamelet(read(file), text(file))) : Optional.empty();
    }

    private static YamlFile read(Path file) {
        return YamlFile.read(file);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws ConnectorException {
        try {
            jar.close();
        } catch (IOException e) {
            throw new ConnectorException("the catalogue cannot be closed: " + e.getMessage(), e);
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code connectors/lib/connectors.lock}: which connectors were added, from where, with which files. JSON. */
public final class ConnectorLock {

    /** Its name. */
    public static final String FILE = "connectors.lock";

    private static final String NOT_WRITTEN =
            ": is not what vmn-hub connector add has written: restore it, or remove it"
                    + " and add its connectors again";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;
    private final Map<String, Entry> entries;

    /**
     * One connector.
     *
     * @param kamelet its name in the catalogue
     * @param catalogue the artifact with its version
     * @param jars what it brought, or shares with others that need the same versions
     */
    public record Entry(String kamelet, String catalogue, List<Jar> jars) {

        public Entry {
            jars = List.copyOf(jars);
        }
    }

    /**
     * One file of {@code connectors/lib}.
     *
     * @param artifact group, artifact and version
     */
    public record Jar(String artifact, String file, String sha256) {

        public Jar {
            if (!file.endsWith(".jar") || file.contains("/")) {
                throw new IllegalArgumentException(file + " is not the name of a jar");
            }
        }

        /** The same, in a file of another name. */
        Jar as(String name) {
            return new Jar(artifact, name, sha256);
        }
    }

    private ConnectorLock(Path file, Map<String, Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /** @throws ConnectorException when there is a file that cannot be read */
    public static ConnectorLock read(Path file) throws ConnectorException {
        try {
            Map<String, Entry> entries = Files.exists(file)
                    ? JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, Entry>>() {})
                    : new TreeMap<>();
            if (entries.containsValue(null)) {
                throw new ConnectorException(file + NOT_WRITTEN);
            }
            return new ConnectorLock(file, entries);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new ConnectorException(file + (line > 0 ? ":" + line : "") + NOT_WRITTEN, line, e);
        } catch (IOException e) {
            throw new ConnectorException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Those that were added, by the names that routes use. */
    public Map<String, Entry> entries() {
        return Map.copyOf(entries);
    }

    public Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** What is in a file, if it is one of a connector's. */
    Optional<Jar> jar(String fileName) {
        return entries.values().stream()
                .flatMap(entry -> entry.jars().stream())
                .filter(jar -> jar.file().equals(fileName))
                .findFirst();
    }

    void put(String name, Entry entry) throws ConnectorException {
        entries.put(name, entry);
        write();
    }

    /**
     * Forgets a connector.
     *
     * @return its files that no other connector has
     */
    List<Jar> remove(String name) throws ConnectorException {
        List<Jar> jars = entries.remove(name).jars();
        write();
        return jars.stream().filter(jar -> jar(jar.file()).isEmpty()).toList();
    }

    private void write() throws ConnectorException {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".new");
            JSON.writeValue(next.toFile(), entries);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ConnectorException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}

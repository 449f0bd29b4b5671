// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files that all nodes of a farm must have alike: numbers, applications, accounts, screening, routes and
 * connectors. {@code ss7.yaml}, {@code cluster.yaml} and {@code application.properties} are each node's own. Not
 * thread-safe.
 */
public final class SharedConfiguration {

    private static final int DIGEST_OCTETS = 8;

    private final HubHome home;
    private final ConfigFolder config;
    private Map<Path, String> stamps = Map.of();
    private Map<String, String> digests = Map.of();

    public SharedConfiguration(HubHome home, ConfigFolder config) {
        this.home = home;
        this.config = config;
    }

    /**
     * A digest of each file, by its path from the hub's folder on; files are read again only when they have changed.
     *
     * @throws IOException when one cannot be read
     */
    public Map<String, String> digests() throws IOException {
        Map<Path, String> now = new TreeMap<>();
        for (Path file : files()) {
            now.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
        }
        if (!now.equals(stamps)) {
            Map<String, String> fresh = new TreeMap<>();
            for (Path file : now.keySet()) {
                fresh.put(home.folder().relativize(file).toString().replace('\\', '/'), digest(file));
            }
            digests = Map.copyOf(fresh);
            stamps = now;
        }
        return digests;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        files.addAll(config.numbersFiles());
        files.addAll(config.screeningFiles());
        files.add(home.config().resolve("applications.yaml"));
        files.add(home.config().resolve("smpp.yaml"));
        for (Path folder : List.of(home.routes(), home.connectors())) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> found = Files.walk(folder)) {
                    found.filter(file -> file.toString().endsWith(".yaml")).forEach(files::add);
                }
            }
        }
        return files.stream().filter(Files::isRegularFile).distinct().toList();
    }

    private static String digest(Path file) throws IOException {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(whole, 0, DIGEST_OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

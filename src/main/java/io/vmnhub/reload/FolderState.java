// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import io.vmnhub.config.HubHome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files of a hub's folders that something reads, each with what tells one state of it from another. */
record FolderState(Map<Path, String> files) {

    private static final int DEEPEST = 8;
    private static final int MOST_FILES = 20_000;

    /**
     * By time, size and identity of each file: quick.
     *
     * @param others files elsewhere
     * @throws IOException when a folder cannot be read
     */
    static FolderState stamps(HubHome home, Collection<Path> others) throws IOException {
        Map<Path, String> files = new TreeMap<>();
        for (Path file : all(home, others)) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                files.put(file, attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey());
            } catch (IOException e) {
                continue; // it is gone, or is being replaced: the next look sees what it has become
            }
        }
        return new FolderState(files);
    }

    /**
     * By content.
     *
     * @throws IOException when a folder cannot be read
     */
    static FolderState contents(HubHome home, Collection<Path> others) throws IOException {
        Map<Path, String> files = new TreeMap<>();
        for (Path file : all(home, others)) {
            try {
                files.put(file, digest(file));
            } catch (IOException e) {
                files.put(file, "cannot be read");
            }
        }
        return new FolderState(files);
    }

    private static Set<Path> all(HubHome home, Collection<Path> others) throws IOException {
        Set<Path> files = new TreeSet<>(others);
        for (Path folder : Set.of(home.routes(), home.connectors(), home.config())) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> found = Files.find(
                    folder,
                    DEEPEST,
                    (file, attributes) -> attributes.isRegularFile() && isRead(home, file),
                    FileVisitOption.FOLLOW_LINKS)) {
                found.limit(MOST_FILES).forEach(files::add);
            } catch (java.io.UncheckedIOException e) {
                throw e.getCause();
            }
        }
        files.removeIf(file -> !Files.isRegularFile(file));
        return files;
    }

    /** Editors' files that begin with a dot or end in a tilde are nobody's. */
    private static boolean isRead(HubHome home, Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".")
                && !name.endsWith("~")
                && !name.endsWith(".swp")
                && !file.startsWith(home.config().resolve("schema"));
    }

    private static String digest(Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of()
                    .formatHex(((DigestInputStream) in).getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** This state, some files in that of {@code other}. */
    FolderState except(Collection<Path> some, FolderState other) {
        Map<Path, String> mixed = new TreeMap<>(files);
        for (Path file : some) {
            mixed.remove(file);
            if (other.files().containsKey(file)) {
                mixed.put(file, other.files().get(file));
            }
        }
        return new FolderState(mixed);
    }

    /** Files that are not the same, or in one of the two only. */
    SortedSet<Path> differences(FolderState other) {
        SortedSet<Path> changed = new TreeSet<>(files.keySet());
        changed.addAll(other.files().keySet());
        changed.removeIf(file -> Objects.equals(files.get(file), other.files().get(file)));
        return changed;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import io.vmnhub.connector.ConnectorException;
import io.vmnhub.connector.ConnectorLock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The class loaders of {@code connectors/lib} as it was at one moment. Each connector of {@code connectors.lock} has
 * one, so that two can need different versions of a library; connectors with the same jars share one. Jars that the
 * lock does not name are in a common one, which all of them see after their own.
 */
public final class ConnectorLoaders implements Closeable {

    private static final String COMMON = "connectors/lib";

    private final Path folder;
    private final Path copies;
    private final JarLoader common;
    private final Map<String, JarLoader> connectors;
    private final Set<JarLoader> changed;
    private final Map<String, List<JarLoader>> found = new ConcurrentHashMap<>();

    /** Which jars belong together: those of each connector that has any, and the others. */
    private record Layout(Set<Path> common, Map<String, List<Path>> connectors) {}

    private ConnectorLoaders(
            Path folder, Path copies, JarLoader common, Map<String, JarLoader> connectors, Set<JarLoader> changed) {
        this.folder = folder;
        this.copies = copies;
        this.common = common;
        this.connectors = connectors;
        this.changed = changed;
    }

    /** Of no jars. */
    static ConnectorLoaders none() {
        return empty(Path.of(""), null);
    }

    private static ConnectorLoaders empty(Path folder, Path copies) {
        return new ConnectorLoaders(folder, copies, new JarLoader(COMMON, List.of(), copies), Map.of(), Set.of());
    }

    /**
     * Of the jars that are there now, for as long as they stay as they are.
     *
     * @throws IllegalStateException when the folder or its lock file cannot be read
     */
    public static ConnectorLoaders of(Path folder) {
        return empty(folder, null).next(Set.of());
    }

    /**
     * Of copies of the jars that are there now, which may be overwritten and removed while they are in use.
     *
     * @param copies where; what a former run has left there is deleted
     * @throws IllegalStateException when a folder or the lock file cannot be read, or a copy not be written
     */
    public static ConnectorLoaders of(Path folder, Path copies) {
        if (Files.isDirectory(copies)) {
            try (Stream<Path> former = Files.walk(copies)) {
                for (Path file : former.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new IllegalStateException(copies + " cannot be deleted: " + e.getMessage(), e);
            }
        }
        return empty(folder, copies).next(Set.of());
    }

    /**
     * Of the jars that are there now. Loaders that have the same jars as before, and are not linked to one that has
     * not, are the same; {@link #lookBeyond} has to be called for those of this or the next state to be in force.
     *
     * @param files that have been added, changed or removed
     */
    ConnectorLoaders next(Collection<Path> files) {
        Layout layout = layout(folder);
        Set<JarLoader> kept = kept(layout, files);
        JarLoader others = kept.contains(common) ? common : new JarLoader(COMMON, List.of(), copies);
        List<Path> more = layout.common().stream()
                .filter(jar -> !others.jars().contains(jar))
                .toList();
        more.forEach(others::add);
        Map<List<Path>, JarLoader> byJars = new HashMap<>();
        kept.stream().filter(loader -> loader != common).forEach(loader -> byJars.put(loader.jars(), loader));
        Map<String, JarLoader> next = new TreeMap<>();
        layout.connectors()
                .forEach((name, jars) ->
                        next.put(name, byJars.computeIfAbsent(jars, these -> new JarLoader(name, these, copies))));
        Set<JarLoader> changed = new LinkedHashSet<>(next.values());
        changed.removeAll(kept);
        if (!more.isEmpty()) {
            changed.add(others);
        }
        return new ConnectorLoaders(folder, copies, others, next, changed);
    }

    private Set<JarLoader> kept(Layout layout, Collection<Path> files) {
        Set<JarLoader> kept = new LinkedHashSet<>(all());
        kept.removeIf(loader -> loader.jars().stream().anyMatch(files::contains)
                || (loader == common
                        ? !layout.common().containsAll(loader.jars())
                        : !layout.connectors().containsValue(loader.jars())));
        Set<JarLoader> gone = new LinkedHashSet<>(all());
        gone.removeAll(kept);
        for (boolean more = true; more; ) {
            List<JarLoader> stale =
                    kept.stream().filter(loader -> loader.isLinkedTo(gone)).toList();
            stale.forEach(kept::remove);
            more = gone.addAll(stale);
        }
        return kept;
    }

    private static Layout layout(Path folder) {
        Set<Path> common = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".jar")
                                && !file.getFileName().toString().startsWith("."))
                        .forEach(common::add);
            } catch (IOException e) {
                throw new IllegalStateException("the jars in " + folder + " cannot be listed: " + e.getMessage(), e);
            }
        }
        Set<Path> locked = new TreeSet<>();
        Map<String, List<Path>> connectors = new TreeMap<>();
        lock(folder).entries().forEach((name, entry) -> {
            List<Path> jars = entry.jars().stream()
                    .map(jar -> folder.resolve(jar.file()))
                    .filter(common::contains)
                    .sorted()
                    .toList();
            if (!jars.isEmpty()) {
                connectors.put(name, jars);
                locked.addAll(jars);
            }
        });
        common.removeAll(locked);
        return new Layout(common, connectors);
    }

    private static ConnectorLock lock(Path folder) {
        try {
            return ConnectorLock.read(folder.resolve(ConnectorLock.FILE));
        } catch (ConnectorException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Has these loaders look for classes in each other and in no former ones. */
    void lookBeyond() {
        common.lookBeyond(List.copyOf(new LinkedHashSet<>(connectors.values())));
        connectors.values().forEach(loader -> loader.lookBeyond(List.of(common)));
    }

    /** Those that are new, or have more jars than before. */
    Set<JarLoader> changed() {
        return changed;
    }

    /** Each once, that of the common jars first. */
    Set<JarLoader> all() {
        Set<JarLoader> all = new LinkedHashSet<>();
        all.add(common);
        all.addAll(connectors.values());
        return all;
    }

    /** That of a connector that brought jars. */
    Optional<JarLoader> of(String connector) {
        return Optional.ofNullable(connectors.get(connector));
    }

    /** Names of the connectors that have one of {@code loaders}. */
    Set<String> names(Collection<JarLoader> loaders) {
        return connectors.entrySet().stream()
                .filter(entry -> loaders.contains(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** In which order classes and files are looked for: those of the connector at work first, which may be former. */
    List<JarLoader> order() {
        List<JarLoader> order = new ArrayList<>();
        if (Thread.currentThread().getContextClassLoader() instanceof JarLoader atWork) {
            order.add(atWork);
        }
        all().stream().filter(loader -> !order.contains(loader)).forEach(order::add);
        return order;
    }

    /** The first that has a file that the hub has not. */
    Optional<JarLoader> having(String resource) {
        List<JarLoader> all = found.get(resource);
        if (all == null) {
            all = all().stream().filter(loader -> loader.has(resource)).toList();
            if (!all.isEmpty()) { // of names that no jar has there may be any number
                all = isOfHub(resource) ? List.of() : all;
                found.put(resource, all);
            }
        }
        if (Thread.currentThread().getContextClassLoader() instanceof JarLoader atWork
                && (all.contains(atWork) || isFormer(atWork) && atWork.has(resource) && !isOfHub(resource))) {
            return Optional.of(atWork);
        }
        return all.stream().findFirst();
    }

    private boolean isFormer(JarLoader loader) {
        return !all().contains(loader);
    }

    private static boolean isOfHub(String resource) {
        return ConnectorLoaders.class.getClassLoader().getResource(resource) != null;
    }

    @Override
    public void close() throws IOException {
        for (JarLoader loader : all()) {
            loader.close();
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import io.vmnhub.config.ConfigException;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.LiveFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the parts of the hub read the files of {@code config} again that have changed. Not thread-safe. */
final class ConfigReload {

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.reload");
    private static final Pattern FILE = Pattern.compile("\\{\\{file:([^}]+)}}");
    private static final Pattern PROPERTY = Pattern.compile("\\{\\{([A-Za-z0-9_.-]+)(:[^}]*)?}}");

    private final HubHome home;
    private final LiveFiles files;
    private final Map<Path, List<String>> later = new TreeMap<>();

    ConfigReload(HubHome home, LiveFiles files) {
        this.home = home;
        this.files = files;
    }

    /** Files elsewhere than in the hub's folders that those of {@code config} name. */
    Set<Path> named() {
        Set<Path> all = new TreeSet<>();
        for (LiveFiles.LiveFile file : files.all()) {
            all.addAll(file.named().get());
            all.addAll(secrets(file.file()));
        }
        return all;
    }

    private List<Path> secrets(Path file) {
        return FILE.matcher(text(file))
                .results()
                .map(found -> home.config().resolve(found.group(1).trim()).normalize())
                .toList();
    }

    /** The keys whose values stand in some file of {@code config}. */
    Set<String> properties() {
        return files.all().stream()
                .flatMap(file -> PROPERTY.matcher(text(file.file())).results())
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private static String text(Path file) {
        try {
            return Files.isRegularFile(file) ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            return ""; // who reads it says so
        }
    }

    /**
     * Takes what concerns the changed files.
     *
     * @param properties keys that have changed
     * @return what could not be taken
     */
    List<Finding> take(Collection<Path> changed, Set<String> properties) {
        List<Finding> findings = new ArrayList<>();
        Map<Path, List<String>> waiting = new LinkedHashMap<>();
        for (LiveFiles.LiveFile file : files.all()) {
            if (concerns(file, changed, properties)) {
                take(file, findings, waiting);
            }
        }
        waiting.forEach((file, keys) -> {
            if (keys.isEmpty()) {
                later.remove(file);
            } else {
                later.put(file, List.copyOf(keys));
                LOG.warn(
                        "{}: what has changed of {} takes effect at the next start",
                        home.folder().relativize(file),
                        String.join(", ", keys));
            }
        });
        return findings;
    }

    private boolean concerns(LiveFiles.LiveFile file, Collection<Path> changed, Set<String> properties) {
        if (changed.contains(file.file())
                || file.named().get().stream().anyMatch(changed::contains)
                || secrets(file.file()).stream().anyMatch(changed::contains)) {
            return true;
        }
        Matcher placeholders = PROPERTY.matcher(properties.isEmpty() ? "" : text(file.file()));
        return placeholders.results().anyMatch(found -> properties.contains(found.group(1)));
    }

    private void take(LiveFiles.LiveFile file, List<Finding> findings, Map<Path, List<String>> waiting) {
        String name = file.file().getFileName().toString();
        try {
            LiveFiles.Taken taken = file.reading().take();
            LOG.info("{} has been read again: {}", name, taken.inForce());
            waiting.computeIfAbsent(file.file(), one -> new ArrayList<>()).addAll(taken.later());
        } catch (ConfigException e) {
            LOG.error(
                    "{} has changed and is wrong, so the hub keeps what it had:{}{}",
                    name,
                    System.lineSeparator(),
                    e.getMessage());
            findings.addAll(e.errors());
        } catch (IOException | RuntimeException e) {
            LOG.error("{} has changed and cannot be used as a whole: {}", name, e.getMessage());
            findings.add(Finding.of(file.file(), 0, "cannot be used as a whole: " + e.getMessage()));
        }
    }

    /** By file, what takes effect at the next start. */
    Map<Path, List<String>> later() {
        return Map.copyOf(later);
    }
}

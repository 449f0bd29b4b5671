// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code config/application.properties} and what overrides it. First wins: the command line's {@code -P key=value}, a
 * system property of that name, an environment variable of that name in capitals with underscores
 * ({@code VMNHUB_SS7_PORT}), {@code application-<profile>.properties}, {@code application.properties}. Lines of the
 * files that are wrong are left out: {@code vmn-hub check} reports them. Immutable.
 */
public final class HubProperties {

    private final Properties files = new Properties();
    private final Map<String, String> commandLine;
    private final String profile;
    private final HubHome home;

    /** @throws IOException names the file that cannot be read */
    public HubProperties(HubHome home, String profile, Map<String, String> commandLine) throws IOException {
        this.home = home;
        this.profile = profile;
        this.commandLine = Map.copyOf(commandLine);
        load(home.config().resolve("application.properties"));
        load(home.config().resolve("application-" + profile + ".properties"));
    }

    private void load(Path file) throws IOException {
        if (Files.exists(file)) {
            PropertiesFile.read(file).entries().forEach(entry -> files.setProperty(entry.key(), entry.value()));
        }
    }

    /**
     * What the files say now, with the same overrides.
     *
     * @throws IOException names the file that cannot be read
     */
    public HubProperties readAgain() throws IOException {
        return new HubProperties(home, profile, commandLine);
    }

    public String profile() {
        return profile;
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(commandLine.get(key))
                .or(() -> Optional.ofNullable(System.getProperty(key)))
                .or(() -> Optional.ofNullable(
                        System.getenv(key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))))
                .or(() -> Optional.ofNullable(files.getProperty(key)));
    }

    public String text(HubKey key) {
        return get(key.key()).orElse(key.standard());
    }

    public boolean isTrue(HubKey key) {
        return text(key).equalsIgnoreCase("true");
    }

    public int number(HubKey key) {
        String value = text(key);
        key.problem(value).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        return Integer.parseInt(value.trim());
    }

    /** The values of a family's keys by the names behind its dot, in the order of the names. */
    public SortedMap<String, String> family(HubKey key) {
        SortedMap<String, String> family = new TreeMap<>();
        all().forEach((name, value) -> {
            if (name.toString().startsWith(key.family())) {
                family.put(name.toString().substring(key.family().length()), value.toString());
            }
        });
        return family;
    }

    /** Everything, overrides applied, for Camel. */
    public Properties all() {
        Properties all = new Properties();
        files.stringPropertyNames().forEach(key -> get(key).ifPresent(value -> all.setProperty(key, value)));
        commandLine.forEach(all::setProperty);
        return all;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.check.HubCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * {@code config/application.properties} and what overrides it. First wins: the command line's {@code -P key=value}, a
 * system property of that name, an environment variable of that name in capitals with underscores
 * ({@code VMNHUB_SS7_PORT}), {@code application-<profile>.properties}, {@code application.properties}. Lines of the
 * files that are wrong are left out: {@link HubCheck} tells them. Immutable.
 */
public final class HubProperties {

    private final Properties files = new Properties();
    private final Map<String, String> commandLine;
    private final String profile;

    /** @throws IOException names the file that cannot be read */
    public HubProperties(HubHome home, String profile, Map<String, String> commandLine) throws IOException {
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

    /** Everything, overrides applied, for Camel. */
    public Properties all() {
        Properties all = new Properties();
        files.stringPropertyNames().forEach(key -> get(key).ifPresent(value -> all.setProperty(key, value)));
        commandLine.forEach(all::setProperty);
        return all;
    }
}

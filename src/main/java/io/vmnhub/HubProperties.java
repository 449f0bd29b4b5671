package io.vmnhub;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * {@code config/application.properties} and what overrides it. First wins: the command line's {@code -P key=value}, a system
 * property of that name, an environment variable of that name in capitals with underscores ({@code VMNHUB_SS7_PORT}),
 * {@code application-<profile>.properties}, {@code application.properties}. Immutable.
 */
final class HubProperties {

    private final Properties files = new Properties();
    private final Map<String, String> commandLine;
    private final String profile;

    /** @throws IOException names the file that cannot be read */
    HubProperties(HubHome home, String profile, Map<String, String> commandLine) throws IOException {
        this.profile = profile;
        this.commandLine = Map.copyOf(commandLine);
        load(home.config().resolve("application.properties"));
        load(home.config().resolve("application-" + profile + ".properties"));
    }

    private void load(Path file) throws IOException {
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                files.load(reader);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            }
        }
    }

    String profile() {
        return profile;
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(commandLine.get(key))
                .or(() -> Optional.ofNullable(System.getProperty(key)))
                .or(() -> Optional.ofNullable(System.getenv(key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"))))
                .or(() -> Optional.ofNullable(files.getProperty(key)));
    }

    String get(String key, String otherwise) {
        return get(key).orElse(otherwise);
    }

    boolean isTrue(String key) {
        return get(key, "false").equalsIgnoreCase("true");
    }

    int number(String key, int otherwise) {
        String value = get(key, String.valueOf(otherwise));
        try {
            return Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " = '" + value + "' is no whole number", e);
        }
    }

    /** Everything, overrides applied, for Camel. */
    Properties all() {
        Properties all = new Properties();
        files.stringPropertyNames().forEach(key -> get(key).ifPresent(value -> all.setProperty(key, value)));
        commandLine.forEach(all::setProperty);
        return all;
    }
}

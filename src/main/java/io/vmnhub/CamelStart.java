package io.vmnhub;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.main.Main;

/** A Camel application that is set up and not started, and which of its keys {@code camel.*} Camel refuses. */
final class CamelStart {

    private static final int MOST_REFUSED = 30;

    private final HubHome home;
    private final List<PropertiesFile> files;
    private final List<CheckFinding> findings = new ArrayList<>();

    /** @param files where to look for the keys' lines; of a key in several the last */
    CamelStart(HubHome home, List<PropertiesFile> files) {
        this.home = home;
        this.files = files;
    }

    List<CheckFinding> findings() {
        return findings;
    }

    /**
     * Camel refuses one key at a time, so each is taken out and the rest tried again.
     *
     * @return the application, to be shut down by the caller; empty when it cannot be set up even so
     */
    Optional<Main> start(Properties properties) {
        Properties tried = new Properties();
        tried.putAll(properties);
        for (int i = 0; i < MOST_REFUSED; i++) {
            Main main = new CamelApplication(home).dormant(tried, HubBeans.dormant(new SimpleMeterRegistry()));
            try {
                main.init();
                return Optional.of(main);
            } catch (RuntimeException e) {
                main.shutdown();
                Optional<String> key = refusedKey(e).flatMap(refused -> tried.stringPropertyNames().stream()
                        .filter(name -> plain(name).equals(plain(refused))).findFirst());
                findings.add(finding(key, e));
                if (key.isEmpty()) {
                    return Optional.empty();
                }
                tried.remove(key.get());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> refusedKey(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PropertyBindingException binding && binding.getOptionKey() != null) {
                String prefix = binding.getOptionPrefix() == null ? "" : binding.getOptionPrefix();
                String key = binding.getOptionKey();
                return Optional.of(key.startsWith("camel.") ? key : prefix + (prefix.endsWith(".") ? "" : ".") + key);
            }
        }
        return Optional.empty();
    }

    private CheckFinding finding(Optional<String> key, RuntimeException failure) {
        String message = key.map(name -> CamelKeys.problem(name, failure))
                .orElseGet(() -> "Camel cannot be set up: " + Failures.describe(failure));
        for (int i = files.size() - 1; i >= 0 && key.isPresent(); i--) {
            PropertiesFile file = files.get(i);
            Optional<PropertiesFile.Entry> entry = file.entries().stream().filter(found -> found.key().equals(key.get())).findFirst();
            if (entry.isPresent()) {
                return CheckFinding.of(file.path(), entry.get().line(), message);
            }
        }
        return CheckFinding.of(home.config().resolve("application.properties"), 0, message);
    }

    /** Camel takes kebab case and camel case alike. */
    private static String plain(String key) {
        return key.replace("-", "").toLowerCase(Locale.ROOT);
    }
}

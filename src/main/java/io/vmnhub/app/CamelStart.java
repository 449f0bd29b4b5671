// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.CamelKeys;
import io.vmnhub.config.ConfigException;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.PropertiesFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.main.Main;
import org.apache.camel.model.ModelCamelContext;

/** A Camel application that is set up and not started, and which of its keys {@code camel.*} Camel refuses. */
public final class CamelStart implements AutoCloseable {

    private static final int MOST_REFUSED = 30;
    private static final Pattern HUB_KEY =
            Pattern.compile("\\b" + Pattern.quote(HubKey.PREFIX) + "[a-z0-9.-]*[a-z0-9]");

    private final HubModule.HubContext hub;
    private final List<PropertiesFile> files;
    private final List<Finding> findings = new ArrayList<>();
    private CamelApplication application;
    private Main main;

    /** @param files where to look for the keys' lines; of a key in several the last */
    public CamelStart(HubModule.HubContext hub, List<PropertiesFile> files) {
        this.hub = hub;
        this.files = files;
    }

    public List<Finding> findings() {
        return findings;
    }

    /**
     * Camel refuses one key at a time, so each is taken out and the rest tried again.
     *
     * @return empty when it cannot be set up even so
     */
    public Optional<ModelCamelContext> start() {
        Properties tried = hub.properties().all();
        for (int i = 0; i < MOST_REFUSED; i++) {
            application = new CamelApplication(hub);
            main = application.dormant(tried);
            try {
                main.init();
                return Optional.of((ModelCamelContext) main.getCamelContext());
            } catch (RuntimeException e) {
                close();
                Optional<ConfigException> config = config(e);
                if (config.isPresent()) {
                    findings.addAll(config.get().errors());
                    return Optional.empty();
                }
                Optional<String> key = refusedKey(e)
                        .flatMap(refused -> tried.stringPropertyNames().stream()
                                .filter(name -> plain(name).equals(plain(refused)))
                                .findFirst());
                findings.add(finding(key, e));
                if (key.isEmpty()) {
                    return Optional.empty();
                }
                tried.remove(key.get());
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        if (main != null) {
            main.shutdown();
            application.close();
            main = null;
        }
    }

    private static Optional<ConfigException> config(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof ConfigException)) {
            cause = cause.getCause();
        }
        return Optional.ofNullable((ConfigException) cause);
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

    private Finding finding(Optional<String> key, RuntimeException failure) {
        String reason = StartFailures.describe(failure);
        Optional<String> named = key.or(
                () -> HUB_KEY.matcher(reason).results().map(MatchResult::group).findFirst());
        String message = key.map(name -> CamelKeys.problem(name, failure))
                .orElseGet(() -> named.isPresent() ? reason : "Camel cannot be set up: " + reason);
        for (int i = files.size() - 1; i >= 0 && named.isPresent(); i--) {
            PropertiesFile file = files.get(i);
            Optional<PropertiesFile.Entry> entry = file.entries().stream()
                    .filter(found -> found.key().equals(named.get()))
                    .findFirst();
            if (entry.isPresent()) {
                return Finding.of(file.path(), entry.get().line(), message);
            }
        }
        return Finding.of(hub.home().config().resolve("application.properties"), 0, message);
    }

    /** Camel takes kebab case and camel case alike. */
    private static String plain(String key) {
        return key.replace("-", "").toLowerCase(Locale.ROOT);
    }
}

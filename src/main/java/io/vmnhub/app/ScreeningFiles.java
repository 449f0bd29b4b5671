// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.ConfigError;
import io.vmnhub.config.ConfigException;
import io.vmnhub.config.ConfigFolder;
import io.vmnhub.screening.RulesInForce;
import io.vmnhub.screening.ScreeningRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the rules of {@code config/screening.yaml} in force when it or one of its lists changes. A file that is wrong
 * changes nothing.
 */
final class ScreeningFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.screening");
    private static final long LOOK_MILLIS = 400;

    private final ConfigFolder config;
    private final RulesInForce rules;
    private final Function<ScreeningRules, List<ConfigError>> check;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "screening-files");
        thread.setDaemon(true);
        return thread;
    });
    private Map<Path, String> inForce;
    private Map<Path, String> lastSeen;

    /** @param check finds what is wrong with rules beyond their file: what they lead to and is not there */
    ScreeningFiles(ConfigFolder config, RulesInForce rules, Function<ScreeningRules, List<ConfigError>> check) {
        this.config = config;
        this.rules = rules;
        this.check = check;
        inForce = stamps(config.screeningFiles());
        lastSeen = inForce;
    }

    void start() {
        clock.scheduleWithFixedDelay(this::poll, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Takes what has changed when it has not changed any more since the last look: a file that is being written is left
     * alone.
     */
    private void poll() {
        try {
            Map<Path, String> now = stamps(List.copyOf(inForce.keySet()));
            if (!now.equals(inForce) && now.equals(lastSeen)) {
                load();
                Map<Path, String> loaded = stamps(config.screeningFiles());
                loaded.replaceAll(now::getOrDefault); // what changed while it was read is to be seen by the next look
                inForce = loaded;
                lastSeen = loaded;
            } else {
                lastSeen = now;
            }
        } catch (RuntimeException e) {
            LOG.error("The screening rules could not be looked at; the old ones stay in force", e);
        }
    }

    private void load() {
        if (!Files.exists(config.screeningFiles().get(0))) {
            LOG.error(
                    "{} is gone; the old rules stay in force",
                    config.screeningFiles().get(0));
            return;
        }
        try {
            ScreeningRules changed = config.screening();
            List<ConfigError> errors = check.apply(changed);
            if (!errors.isEmpty()) {
                throw new ConfigException(errors);
            }
            rules.seed(changed);
            LOG.info(
                    "New screening rules are in force: {} list entries, {} limits, {} filters",
                    rules.screening().entries().size(),
                    rules.screening().rules().limits().size(),
                    rules.screening().rules().filters().size());
        } catch (ConfigException e) {
            e.errors().forEach(error -> LOG.error("{}", error));
            LOG.error("The screening rules are wrong; the old ones stay in force");
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "The screening rules do not go together with changes made at run time, the old ones stay in "
                            + "force: {}",
                    e.getMessage());
        }
    }

    private static Map<Path, String> stamps(List<Path> files) {
        Map<Path, String> stamps = new HashMap<>();
        for (Path file : files) {
            stamps.put(file, stamp(file));
        }
        return stamps;
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return "not there";
        }
    }

    /** Looks no more. */
    @Override
    public void close() {
        clock.shutdownNow();
        try {
            if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("The screening files are still being read");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

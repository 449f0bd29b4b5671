// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every two seconds whether a file of the configuration has changed, and has it read again; what is wrong in it
 * is reported and not taken.
 */
public final class FileWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final long INTERVAL_MILLIS = 2_000;
    /** How long a changed file must stay as it is before it is read: somebody may still be writing it. */
    private static final long SETTLE_MILLIS = 300;

    /** Takes a changed file. */
    public interface Reading {

        /**
         * Reads the file and takes what it says.
         *
         * @return what is in force now, for the log
         * @throws ConfigException when the file is wrong, so that all stays as it was
         * @throws IOException when not all of what it says can be done
         */
        String take() throws IOException;
    }

    private final Path file;
    private final Reading reading;
    private final Runnable companions;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "file-watch");
        thread.setDaemon(true);
        return thread;
    });
    private String state;
    private String changing;

    public FileWatch(Path file, Reading reading) {
        this(file, reading, () -> {});
    }

    /** @param companions looks, as often, at the files that this one names */
    public FileWatch(Path file, Reading reading, Runnable companions) {
        this.file = file;
        this.reading = reading;
        this.companions = companions;
        state = state();
        clock.scheduleWithFixedDelay(this::poll, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private String state() {
        try {
            return Files.exists(file) ? Files.getLastModifiedTime(file) + " " + Files.size(file) : "none";
        } catch (IOException e) {
            return state; // it is being replaced: the next look will see
        }
    }

    private void poll() {
        companions.run();
        take();
    }

    private void take() {
        String now = state();
        if (now.equals(state)) {
            return;
        }
        if (!now.equals(changing)) {
            changing = now;
            clock.schedule(this::take, SETTLE_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        state = now;
        try {
            String inForce = reading.take();
            LOG.info("{} has been read again: {}", file.getFileName(), inForce);
        } catch (ConfigException e) {
            LOG.error(
                    "{} has changed and is wrong, so the hub stays with what it had:{}{}",
                    file.getFileName(),
                    System.lineSeparator(),
                    e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.error("{} has changed and cannot be used as a whole: {}", file.getFileName(), e.getMessage());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

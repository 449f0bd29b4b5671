// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a file of the configuration read again when it, or one of the files that it names, has changed. What changes
 * between two looks is still being written and waits for the next. A file that is wrong changes nothing.
 */
public final class ChangedFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChangedFiles.class);
    private static final long LOOK_MILLIS = 500;

    private final String name;
    private final Supplier<List<Path>> files;
    private final Supplier<String> reading;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "changed-files");
        thread.setDaemon(true);
        return thread;
    });
    private Map<Path, String> inForce;
    private Map<Path, String> lastSeen;

    /**
     * @param name of the file, for the log
     * @param files the file and those that it names
     * @param reading reads them, takes what they say, and tells in a few words what is in force now
     */
    public ChangedFiles(String name, Supplier<List<Path>> files, Supplier<String> reading) {
        this.name = name;
        this.files = files;
        this.reading = reading;
        inForce = stamps(files.get());
        lastSeen = inForce;
    }

    public void start() {
        clock.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Map<Path, String> now = stamps(List.copyOf(inForce.keySet()));
            if (now.equals(inForce) || !now.equals(lastSeen)) {
                lastSeen = now;
                return;
            }
            read();
            Map<Path, String> read = stamps(files.get());
            read.replaceAll(now::getOrDefault); // what changed while it was read is seen by the next look
            inForce = read;
            lastSeen = read;
        } catch (RuntimeException e) {
            LOG.error("{} could not be read, so the hub keeps what it had: {}", name, e.toString());
        }
    }

    private void read() {
        try {
            LOG.info("{} has been read again: {}", name, reading.get());
        } catch (ConfigException e) {
            LOG.error(
                    "{} has changed and is wrong, so the hub keeps what it had:{}{}",
                    name,
                    System.lineSeparator(),
                    e.getMessage());
        }
    }

    private static Map<Path, String> stamps(List<Path> files) {
        Map<Path, String> stamps = new HashMap<>();
        files.forEach(file -> stamps.put(file, stamp(file)));
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

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

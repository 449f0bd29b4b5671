// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls a file of the configuration, and those that it names, for changes, and has it read again. What is wrong in it
 * is logged and not taken. A file that is still being written is left alone until it stays as it is between two polls.
 */
public final class FileWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    private static final long INTERVAL_MILLIS = 500;
    private static final long CLOSE_SECONDS = 10;

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
    private final Supplier<List<Path>> named;
    private final Reading reading;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "file-watch");
        thread.setDaemon(true);
        return thread;
    });
    private Map<Path, String> inForce;
    private Map<Path, String> lastSeen;

    public FileWatch(Path file, Reading reading) {
        this(file, List::of, reading);
    }

    /** @param named the files that {@code file} names; asked again whenever something has changed */
    public FileWatch(Path file, Supplier<List<Path>> named, Reading reading) {
        this.file = file;
        this.named = named;
        this.reading = reading;
        inForce = stamps();
        lastSeen = inForce;
        clock.scheduleWithFixedDelay(this::poll, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void poll() {
        try {
            Map<Path, String> now = stamps(inForce.keySet());
            boolean settled = now.equals(lastSeen);
            lastSeen = now;
            if (settled && !now.equals(inForce)) {
                take();
                Map<Path, String> taken = stamps();
                taken.replaceAll(now::getOrDefault); // what changed meanwhile is seen by the next poll
                inForce = taken;
                lastSeen = taken;
            }
        } catch (RuntimeException e) {
            LOG.error("{} cannot be polled for changes; the hub keeps what it had", file.getFileName(), e);
        }
    }

    private void take() {
        try {
            LOG.info("{} has been read again: {}", file.getFileName(), reading.take());
        } catch (ConfigException e) {
            LOG.error(
                    "{} has changed and is wrong, so the hub keeps what it had:{}{}",
                    file.getFileName(),
                    System.lineSeparator(),
                    e.getMessage());
        } catch (IOException | RuntimeException e) {
            LOG.error("{} has changed and cannot be used as a whole: {}", file.getFileName(), e.getMessage());
        }
    }

    private Map<Path, String> stamps() {
        Map<Path, String> stamps = stamps(named.get());
        stamps.put(file, stamp(file));
        return stamps;
    }

    private static Map<Path, String> stamps(Iterable<Path> files) {
        return StreamSupport.stream(files.spliterator(), false)
                .distinct()
                .collect(Collectors.toMap(one -> one, FileWatch::stamp));
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return "not there"; // or being replaced: the next poll sees what it has become
        }
    }

    /** Polls no more; what is being read is read to its end. */
    @Override
    public void close() {
        clock.shutdownNow();
        try {
            if (!clock.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("{} is still being read", file.getFileName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

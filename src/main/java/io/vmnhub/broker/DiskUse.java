// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once a second how much a folder holds. Safe to share between threads. */
final class DiskUse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiskUse.class);
    private static final long BETWEEN_LOOKS_MILLIS = 1_000;

    private final Path folder;
    private final long most;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            new CamelThreadFactory("#name# ##counter#", "broker-disk-use", true));
    private final Runnable afterLook;
    private volatile boolean over;

    /** @param afterLook run after each look */
    DiskUse(Path folder, long most, Runnable afterLook) {
        this.folder = folder;
        this.most = most;
        this.afterLook = afterLook;
        clock.scheduleWithFixedDelay(this::pollAndReport, 0, BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Whether there was more in it than allowed at the last look. */
    boolean isOver() {
        return over;
    }

    /** Whether so many octets are free on the folder's disk. */
    boolean hasFree(long octets) {
        try {
            return Files.getFileStore(folder).getUsableSpace() >= octets;
        } catch (IOException e) {
            LOG.debug("{} cannot be looked at: {}", folder, e.toString());
            return false;
        }
    }

    private void pollAndReport() {
        try {
            poll();
            afterLook.run();
        } catch (RuntimeException e) {
            LOG.error("The disk use of {} could not be read; the hub tries again: {}", folder, e.toString());
        }
    }

    private void poll() {
        Sum sum = new Sum();
        try {
            Files.walkFileTree(folder, sum);
        } catch (IOException e) {
            LOG.warn("The size of {} cannot be read; the last known size counts: {}", folder, e.toString());
            return;
        }
        boolean now = sum.octets > most;
        if (now != over) {
            over = now;
            LOG.warn(
                    "{} holds {} octets of {} allowed: {}",
                    folder,
                    sum.octets,
                    most,
                    now ? "nothing more is taken" : "messages are taken again");
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    /** Adds up sizes; files that vanish meanwhile do not count. */
    private static final class Sum extends SimpleFileVisitor<Path> {

        private long octets;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            octets += attributes.size();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}

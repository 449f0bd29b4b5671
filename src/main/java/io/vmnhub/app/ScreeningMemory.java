// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.screening.RememberedFacts;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what screening remembers twice a second, and at the end. A disk that fails is reported once, and when it works
 * again.
 */
final class ScreeningMemory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.screening");
    private static final long WRITE_MILLIS = 500;
    private static final long LAST_WRITE_SECONDS = 10;

    private final RememberedFacts facts;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "screening-memory");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean failing;

    ScreeningMemory(RememberedFacts facts) {
        this.facts = facts;
    }

    /** Remembers what the files hold; to be called before the first message. */
    void read() {
        try {
            facts.read().forEach(damage -> LOG.error("Screening has forgotten some of what it knew: {}", damage));
        } catch (IOException e) {
            LOG.error("Screening has forgotten what it knew: {}", e.getMessage());
        }
    }

    void start() {
        clock.scheduleWithFixedDelay(this::write, 0, WRITE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void write() {
        try {
            facts.write();
            if (failing) {
                LOG.info("What screening remembers is written again");
            }
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.error("What screening remembers cannot be written; it will be tried again", e);
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(LAST_WRITE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("What screening remembers is still being written");
            }
            facts.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("What screening remembers could not be written: {}", e.toString());
        }
    }
}

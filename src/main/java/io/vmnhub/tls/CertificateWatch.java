// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.tls;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All files of TLS that a hub uses: looked at every two seconds by one thread, so that what has been renewed is taken
 * while the hub runs, and until when each is valid. A file that has changed and cannot be used is logged once, and what
 * was made of it before stays. The metric {@code vmnhub.certificate.expiry} has the seconds until a file's certificate
 * ends, below zero when it has ended. Thread-safe; its thread runs as long as there is something to look at.
 */
public final class CertificateWatch {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final MeterRegistry metrics;
    private final List<Use> uses = new CopyOnWriteArrayList<>();
    private final Map<Path, Gauge> gauges = new LinkedHashMap<>();
    private volatile Map<Path, Instant> expiries = Map.of();
    private ScheduledExecutorService clock;

    /** Takes files that have changed. */
    public interface Renewal {

        /** @throws IOException when they cannot be used: what was made of them before stays */
        void renew() throws IOException;
    }

    /** Somebody who uses files, until it is closed. */
    public final class Use implements AutoCloseable {

        private final String user;
        private final TlsFiles files;
        private final Renewal renewal;
        private byte[] seen;
        private String complaint = "";

        private Use(String user, TlsFiles files, Renewal renewal) {
            this.user = user;
            this.files = files;
            this.renewal = renewal;
        }

        /** @return whether the files have changed */
        private synchronized boolean poll() {
            try {
                byte[] now = files.digest();
                if (Arrays.equals(now, seen)) {
                    return false;
                }
                boolean first = seen == null;
                seen = now;
                if (!first) {
                    renewal.renew();
                    LOG.info("{}: the changed certificates of {} are in use", user, files.all());
                }
                complaint = "";
                return true;
            } catch (IOException | RuntimeException e) {
                if (!String.valueOf(e.getMessage()).equals(complaint)) {
                    complaint = String.valueOf(e.getMessage());
                    LOG.error("{}: keeps the certificates it had: {}", user, e.getMessage());
                }
                return false;
            }
        }

        @Override
        public void close() {
            remove(this);
        }
    }

    public CertificateWatch(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /**
     * Looks at files from now on. To be called before they are read, so that no change is missed.
     *
     * @param user who uses them, for the log, such as {@code SMPP at 0.0.0.0:3550}
     * @param renewal called from the watch's own thread; may block
     */
    public Use watch(String user, TlsFiles files, Renewal renewal) {
        Use use = new Use(user, files, renewal);
        if (files.isEmpty()) {
            return use;
        }
        try {
            use.seen = files.digest();
        } catch (IOException e) {
            use.complaint = String.valueOf(e.getMessage()); // whoever reads them next says it
        }
        add(use);
        return use;
    }

    private synchronized void add(Use use) {
        uses.add(use);
        measure();
        if (clock == null) {
            clock = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "certificates");
                thread.setDaemon(true);
                return thread;
            });
            clock.scheduleWithFixedDelay(this::poll, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void remove(Use use) {
        uses.remove(use);
        measure();
        if (uses.isEmpty() && clock != null) {
            clock.shutdown();
            clock = null;
        }
    }

    /** Looks at all files now. May block. */
    public void poll() {
        boolean changed = false;
        for (Use use : uses) {
            changed |= use.poll();
        }
        if (changed) {
            measure();
        }
    }

    /** Until when each file with certificates is valid; files that cannot be read are left out. */
    public Map<Path, Instant> expiries() {
        return expiries;
    }

    private synchronized void measure() {
        Map<Path, Instant> now = new TreeMap<>();
        for (Use use : uses) {
            try {
                now.putAll(use.files.expiries());
            } catch (IOException e) {
                LOG.debug("{}: {}", use.user, e.getMessage()); // whoever uses them says it
            }
        }
        expiries = now;
        gauges.entrySet().removeIf(gauge -> {
            boolean gone = !now.containsKey(gauge.getKey());
            if (gone) {
                metrics.remove(gauge.getValue());
            }
            return gone;
        });
        now.keySet().forEach(file -> gauges.computeIfAbsent(file, this::gauge));
    }

    private Gauge gauge(Path file) {
        return Gauge.builder("vmnhub.certificate.expiry", this, watch -> watch.secondsLeft(file))
                .description("Time until the certificates of a file end")
                .baseUnit("seconds")
                .tag("file", file.toString())
                .register(metrics);
    }

    private double secondsLeft(Path file) {
        Instant until = expiries.get(file);
        return until == null
                ? Double.NaN
                : Duration.between(Instant.now(), until).toSeconds();
    }
}

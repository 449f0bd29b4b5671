// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.ss7.api.Ss7Events;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signalling stack's events as log lines and counters. A flood of refused messages becomes one line a second with
 * their number, for each association: no peer can fill the disk.
 */
final class SignallingEventLog implements Ss7Events {

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.links");
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final Counter refusedMessages;
    private final Counter refusedData;
    private final Counter refusedConnections;
    /** By association, so that a flood over one hides nothing of the others; as many as there are names in ss7.yaml. */
    /** Peers that have a line a second of their own; all others share one, so that no flood of titles fills the log. */
    private static final int MOST_PEERS = 30;

    private final Map<String, Throttle> throttles = new ConcurrentHashMap<>();
    private final Map<String, Throttle> peers = new ConcurrentHashMap<>();

    SignallingEventLog(MeterRegistry registry) {
        refusedMessages = Counter.builder("vmnhub.ss7.refused")
                .description("Messages and dialogues refused before any MAP operation")
                .register(registry);
        refusedData = Counter.builder("vmnhub.ss7.data.refused")
                .description(
                        "DATA that was not for the hub's point code, or whose origin cannot be behind its association")
                .register(registry);
        refusedConnections = Counter.builder("vmnhub.link.refused")
                .description("Connections and octets that a link did not take")
                .register(registry);
    }

    @Override
    public void up(String association, String peer) {
        LOG.info("Association {} is up with {}", association, peer);
    }

    @Override
    public void down(String association, String reason) {
        LOG.warn("Association {} is down: {}", association, reason);
    }

    @Override
    public void refused(String association, String reason) {
        refusedConnections.increment();
        line(association, "Association " + association + ": " + reason);
    }

    @Override
    public void messageRefused(String reason) {
        refusedMessages.increment();
        line("", "Refused " + reason);
    }

    @Override
    public void messageRefused(String peer, String reason) {
        refusedMessages.increment();
        String own = peers.size() < MOST_PEERS || peers.containsKey(peer) ? peer : "";
        peers.computeIfAbsent(own, key -> new Throttle()).line("Refused " + reason + ", from " + peer);
    }

    @Override
    public void stateChanged(String what, String name, String state, String cause) {
        LOG.info("The {} {} is {}: {}", what, name, state, cause);
    }

    @Override
    public void dataRefused(
            String association, int originatingPointCode, int destinationPointCode, String reason, boolean first) {
        refusedData.increment();
        if (first) {
            LOG.warn(
                    "Association {} brought DATA from point code {} for point code {}, which goes nowhere: {}; "
                            + "more of the same are"
                            + " only counted",
                    association,
                    originatingPointCode,
                    destinationPointCode,
                    reason);
        }
    }

    @Override
    public void remark(String name, String what) {
        line(name, name + ": " + what);
    }

    private void line(String name, String text) {
        throttles.computeIfAbsent(name, key -> new Throttle()).line(text);
    }

    private static final class Throttle {

        private final AtomicLong nextLine = new AtomicLong(System.nanoTime());
        private final AtomicLong silent = new AtomicLong();

        private void line(String text) {
            long now = System.nanoTime();
            long next = nextLine.get();
            if (now - next < 0 || !nextLine.compareAndSet(next, now + INTERVAL_NANOS)) {
                silent.incrementAndGet();
                return;
            }
            long others = silent.getAndSet(0);
            if (others == 0) {
                LOG.warn("{}", text);
            } else {
                LOG.warn("{} ({} more like this since the last line)", text, others);
            }
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All receivers that are posted to, for metrics, health and operators; bound in Camel's registry. Thread-safe. */
public final class Destinations {

    /** Receivers of a kind with a label of their own in the metrics; what goes beyond shares one. */
    static final int MOST_LABELS = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Destinations.class);
    private static final String OTHERS = "other";

    private final MeterRegistry metrics;
    private final DisabledReceivers disabled;
    private final Map<Key, Membership> members = new HashMap<>();
    private final Map<TargetKind, Map<String, DestinationMetrics>> meters = new EnumMap<>(TargetKind.class);

    private volatile Consumer<String> whenOpened = id -> {};

    private record Key(TargetKind kind, String id, int circuitCalls, Duration circuitOpenFor) {}

    /** A route's use of a receiver. */
    static final class Membership {

        private final Key key;
        private final Destination destination;
        private final String label;
        private final DestinationMetrics metrics;
        private int uses;

        private Membership(Key key, Destination destination, String label, DestinationMetrics metrics) {
            this.key = key;
            this.destination = destination;
            this.label = label;
            this.metrics = metrics;
        }

        Destination destination() {
            return destination;
        }

        DestinationMetrics metrics() {
            return metrics;
        }
    }

    /** @param file where receivers that have gone are kept in mind; none to forget them with the process */
    public Destinations(MeterRegistry metrics, Optional<Path> file) {
        this.metrics = metrics;
        disabled = new DisabledReceivers(file);
    }

    /**
     * @param place the URL as it may be shown
     * @param identity what tells receivers apart: the whole URL and who the hub is to it; kept as a digest only
     * @param timer for the circuit
     */
    synchronized Membership join(
            TargetKind kind,
            String place,
            String identity,
            int circuitCalls,
            Duration circuitOpenFor,
            CircuitTimer timer) {
        Membership member = members.computeIfAbsent(new Key(kind, id(identity), circuitCalls, circuitOpenFor), key -> {
            Circuit circuit = new Circuit(place, circuitCalls, circuitOpenFor, timer);
            circuit.whenOpened(() -> whenOpened.accept(key.id()));
            Destination destination =
                    new Destination(key.id(), place, circuit, since -> disabled.add(key.id(), place, since));
            if (kind == TargetKind.WEBHOOK) {
                disabled.since(key.id()).ifPresent(destination::gone);
            }
            Map<String, DestinationMetrics> ofKind = meters.computeIfAbsent(kind, one -> new HashMap<>());
            String label = ofKind.containsKey(place) || ofKind.size() < MOST_LABELS ? place : OTHERS;
            DestinationMetrics shared =
                    ofKind.computeIfAbsent(label, name -> new DestinationMetrics(metrics, kind, name));
            shared.add(destination);
            return new Membership(key, destination, label, shared);
        });
        member.uses++;
        return member;
    }

    synchronized void leave(Membership member) {
        if (--member.uses == 0) {
            members.remove(member.key);
            if (member.metrics.remove(member.destination)) {
                meters.get(member.key.kind()).remove(member.label);
            }
            member.destination.circuit().close();
        }
    }

    /** @param listener hears of each receiver that does not work, by its identifier; must not block */
    public void whenOpened(Consumer<String> listener) {
        whenOpened = listener;
    }

    /** Another node has found that a receiver does not work. */
    public synchronized void suspect(String id) {
        members.values().stream()
                .filter(member -> member.key.id().equals(id))
                .forEach(member -> member.destination.circuit().suspect());
    }

    /** All receivers of webhooks, by their URLs. */
    public synchronized List<DestinationState> list() {
        return members.values().stream()
                .filter(member -> member.key.kind() == TargetKind.WEBHOOK)
                .map(member -> DestinationState.of(member.destination))
                .sorted(Comparator.comparing(DestinationState::url).thenComparing(DestinationState::id))
                .toList();
    }

    /**
     * Has messages sent again to a receiver that is disabled or whose circuit is open. May block.
     *
     * @return false when there is none of that id
     */
    public boolean enable(String id) {
        List<Destination> found = new ArrayList<>();
        synchronized (this) {
            members.values().stream()
                    .filter(member -> member.key.kind() == TargetKind.WEBHOOK)
                    .map(Membership::destination)
                    .filter(one -> one.id().equals(id))
                    .forEach(found::add);
        }
        disabled.remove(id);
        found.forEach(one -> {
            LOG.info("Webhook {}: enabled by an operator", one.place());
            one.enable();
        });
        return !found.isEmpty();
    }

    private static String id(String identity) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

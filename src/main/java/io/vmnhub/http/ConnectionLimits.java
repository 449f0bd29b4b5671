// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections of one HTTP port, in all and by address, and refuses those beyond its limits. Thread-safe. */
final class ConnectionLimits {

    private final HttpLimits limits;
    private final DescriptorReserve descriptors;
    private final AtomicInteger all = new AtomicInteger();
    /** As many entries as connections at most. */
    private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();

    private final PortMetrics metrics;

    ConnectionLimits(String port, HttpLimits limits, DescriptorReserve descriptors, MeterRegistry registry) {
        this.limits = limits;
        this.descriptors = descriptors;
        metrics = new PortMetrics(registry, port, all);
    }

    HttpLimits limits() {
        return limits;
    }

    PortMetrics metrics() {
        return metrics;
    }

    /** @return whether the connection is taken; it is counted until it closes */
    boolean take(Channel connection) {
        String address = connection.remoteAddress() instanceof InetSocketAddress remote
                ? ClientAddress.of(remote.getAddress())
                : "?";
        if (all.incrementAndGet() > limits.connections()) {
            return refuse(PortMetrics.Reason.CONNECTIONS, address);
        }
        if (byAddress.merge(address, 1, Integer::sum) > limits.connectionsPerAddress()) {
            forget(address);
            return refuse(PortMetrics.Reason.ADDRESS, address);
        }
        if (!descriptors.take()) {
            forget(address);
            return refuse(PortMetrics.Reason.DESCRIPTORS, address);
        }
        connection.closeFuture().addListener(closed -> {
            all.decrementAndGet();
            forget(address);
        });
        return true;
    }

    private boolean refuse(PortMetrics.Reason reason, String address) {
        all.decrementAndGet();
        metrics.refused(reason, address);
        return false;
    }

    private void forget(String address) {
        byAddress.computeIfPresent(address, (name, count) -> count == 1 ? null : count - 1);
    }
}

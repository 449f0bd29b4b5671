// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.log.ThrottledLog;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/** What an HTTP port refuses and ends, counted and reported in a bounded number of lines. Thread-safe. */
final class PortMetrics {

    private final ThrottledLog log = new ThrottledLog(LoggerFactory.getLogger("io.vmnhub.http"));
    private final String port;
    private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);

    /** Why a connection is not taken, or ended. */
    enum Reason {
        CONNECTIONS("the port has as many connections as it may have"),
        ADDRESS("this address has as many connections as it may have"),
        DESCRIPTORS("the file descriptors that are left are kept for signalling"),
        HEAD("the head of its request was not there in time"),
        BODY("the body of its request was not there in time"),
        UNREAD("it does not read its answer"),
        HOST("its request is for a host name that is not allowed");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    PortMetrics(MeterRegistry registry, String port, AtomicInteger connections) {
        this.port = port;
        Gauge.builder("vmnhub.http.connections", connections, AtomicInteger::get)
                .description("Open connections of an HTTP port")
                .tag("port", port)
                .register(registry);
        for (Reason reason : Reason.values()) {
            refused.put(
                    reason,
                    Counter.builder("vmnhub.http.refused")
                            .description("Connections and requests that an HTTP port refused or ended")
                            .tag("port", port)
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    void refused(Reason reason, String client) {
        refused.get(reason).increment();
        log.warn(port, reason.words, () -> "The " + port + " HTTP port refuses " + client + ": " + reason.words);
    }
}

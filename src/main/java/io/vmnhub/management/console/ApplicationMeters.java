// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The meters that tell something of single applications, found in one pass over all that the hub has. */
final class ApplicationMeters {

    private final Map<String, List<Counter>> stored = new HashMap<>();
    private final Map<String, List<Gauge>> inbox = new HashMap<>();
    private final Map<String, List<Gauge>> smpp = new HashMap<>();

    private ApplicationMeters() {}

    static ApplicationMeters of(MeterRegistry registry) {
        ApplicationMeters found = new ApplicationMeters();
        registry.forEachMeter(meter -> {
            switch (meter.getId().getName()) {
                case "vmnhub.store.messages" -> add(found.stored, Counter.class, meter, "application");
                case "vmnhub.inbox.messages" -> add(found.inbox, Gauge.class, meter, "application");
                case "vmnhub.smpp.waiting" -> add(found.smpp, Gauge.class, meter, "account");
                default -> {}
            }
        });
        return found;
    }

    private static <M extends Meter> void add(Map<String, List<M>> meters, Class<M> type, Meter meter, String tag) {
        if (type.isInstance(meter)) {
            meters.computeIfAbsent(String.valueOf(meter.getId().getTag(tag)), name -> new ArrayList<>())
                    .add(type.cast(meter));
        }
    }

    /** What has become of its messages in store mode. */
    List<Counter> stored(String application) {
        return stored.getOrDefault(application, List.of());
    }

    /** How many messages it has in the inbox, by state. */
    List<Gauge> inbox(String application) {
        return inbox.getOrDefault(application, List.of());
    }

    /** How many messages wait for its SMPP sessions. */
    List<Gauge> smpp(String application) {
        return smpp.getOrDefault(application, List.of());
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.micrometer.core.instrument.Gauge;
import io.vmnhub.broker.Broker;
import io.vmnhub.log.ThrottledLog;
import io.vmnhub.management.Pages;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Where messages of an application wait, and how many: in the queues of the embedded broker, in the inbox, for its SMPP
 * sessions. The queues of a broker elsewhere are not asked.
 */
public final class ApplicationQueues {

    private static final ThrottledLog LOG = new ThrottledLog(LoggerFactory.getLogger(ApplicationQueues.class));

    private final Broker broker;

    public ApplicationQueues(Broker broker) {
        this.broker = broker;
    }

    /** {@code [{"kind": "broker", "name": "store.acme", "messages": 3}]}, without those that there are not. */
    ArrayNode of(String application, ApplicationMeters meters) {
        ArrayNode queues = Pages.object().putArray("queues");
        depths(application).forEach((name, messages) -> put(queues, "broker", name, messages));
        for (Gauge inbox : meters.inbox(application)) {
            put(queues, "inbox", String.valueOf(inbox.getId().getTag("state")), (long) inbox.value());
        }
        for (Gauge smpp : meters.smpp(application)) {
            put(queues, "smpp", application, (long) smpp.value());
        }
        return queues;
    }

    private static void put(ArrayNode queues, String kind, String name, long messages) {
        queues.addObject().put("kind", kind).put("name", name).put("messages", messages);
    }

    private Map<String, Long> depths(String application) {
        try {
            return broker.depths(application);
        } catch (Exception e) {
            LOG.warn("", application, () -> "The queues of " + application + " cannot be counted: " + e.getMessage());
            return Map.of();
        }
    }
}

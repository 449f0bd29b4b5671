// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Figures of the inbox for each application: what went in and out, and what waits. Thread-safe. */
final class InboxMetrics {

    private final MeterRegistry registry;
    private final MultiGauge messages;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, Content> shown = new TreeMap<>();

    /** What an application has in the inbox: messages that nobody holds, and messages that are handed out. */
    record Content(String application, long waiting, long leased) {}

    InboxMetrics(MeterRegistry registry) {
        this.registry = registry;
        messages = MultiGauge.builder("vmnhub.inbox.messages")
                .description("Messages in the inbox, looked at every half minute")
                .register(registry);
    }

    /** @param event {@code stored}, {@code retrieved}, {@code confirmed} or {@code expired} */
    void count(String application, String event, int messages) {
        if (messages > 0) {
            counters.computeIfAbsent(
                            application + " " + event,
                            key -> Counter.builder("vmnhub.inbox.events")
                                    .description("What happened to messages in the inbox")
                                    .tag("application", application)
                                    .tag("event", event)
                                    .register(registry))
                    .increment(messages);
        }
    }

    /** An application whose last message has gone keeps its figures, at zero. */
    synchronized void show(List<Content> contents) {
        shown.replaceAll((application, before) -> new Content(application, 0, 0));
        contents.forEach(one -> shown.put(one.application(), one));
        List<MultiGauge.Row<?>> rows = shown.values().stream()
                .flatMap(one -> List.<MultiGauge.Row<?>>of(
                        MultiGauge.Row.of(Tags.of("application", one.application(), "state", "waiting"), one.waiting()),
                        MultiGauge.Row.of(Tags.of("application", one.application(), "state", "leased"), one.leased()))
                        .stream())
                .toList();
        messages.register(rows, true);
    }
}

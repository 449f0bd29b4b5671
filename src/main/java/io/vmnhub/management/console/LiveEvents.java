// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vmnhub.management.Operator;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The events of all topics, each made and encoded once for all who listen to it, and only when somebody does.
 * Thread-safe.
 */
final class LiveEvents {

    private final Map<String, LiveTopic> topics;
    private final Map<Subject, Event> latest = new HashMap<>();

    LiveEvents(List<LiveTopic> topics) {
        this.topics = topics.stream().collect(Collectors.toMap(LiveTopic::name, Function.identity()));
    }

    /**
     * What a stream listens to.
     *
     * @param reader whose it is: roles see different things
     * @param part of the topic; empty for the whole
     */
    record Subject(Operator.Role reader, String topic, String part) {}

    /** One event as it goes out; the same object as long as the topic says the same. */
    static final class Event {

        private final String data;
        private final Buffer octets;

        private Event(String topic, String data) {
            this.data = data;
            octets = Buffer.buffer("event: " + topic + "\ndata: " + data + "\n\n");
        }

        Buffer octets() {
            return octets;
        }
    }

    /** @param name {@code topic} or {@code topic:part}; empty when there is no such topic */
    Optional<Subject> subject(Operator.Role reader, String name) {
        int colon = name.indexOf(':');
        String part = colon < 0 ? "" : name.substring(colon + 1);
        LiveTopic topic = topics.get(colon < 0 ? name : name.substring(0, colon));
        return topic != null && topic.has(part)
                ? Optional.of(new Subject(reader, topic.name(), part))
                : Optional.empty();
    }

    Collection<String> names() {
        return new TreeSet<>(topics.keySet());
    }

    /** A new round: what nobody wants any more is forgotten. */
    synchronized Map<Subject, Event> round(Set<Subject> wanted) {
        topics.values().forEach(LiveTopic::begin);
        latest.keySet().retainAll(wanted);
        return of(wanted);
    }

    /** What there is to say about subjects now; those with nothing new are missing. */
    synchronized Map<Subject, Event> of(Collection<Subject> wanted) {
        Map<Subject, Event> events = new HashMap<>();
        for (Subject subject : wanted) {
            topics.get(subject.topic())
                    .render(subject.reader(), subject.part())
                    .map(ObjectNode::toString)
                    .ifPresent(data -> events.put(
                            subject,
                            latest.compute(
                                    subject,
                                    (same, before) -> before != null && before.data.equals(data)
                                            ? before
                                            : new Event(subject.topic(), data))));
        }
        return events;
    }
}

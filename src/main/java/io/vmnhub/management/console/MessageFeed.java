// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.records.MessageRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What the console shows of messages, kept in memory while they are answered: the latest, and counts of outcomes, SMSCs
 * and applications. It gets every record of the message log. Bounded; thread-safe; never waits.
 */
public final class MessageFeed implements Consumer<MessageRecord> {

    static final int MOST_RECENT = 1_000;
    private static final int MOST_PEERS = 5_000;
    private static final int MOST_COUNTED = 500;
    private static final String NOBODY = "none";
    private static final String OTHERS = "other";

    private final Latencies latencies = new Latencies();
    private final Map<MessageOutcome, LongAdder> outcomes = new EnumMap<>(MessageOutcome.class);
    private final Cache<String, Tally> smscs =
            Caffeine.newBuilder().maximumSize(MOST_PEERS).build();
    private final Cache<String, Tally> applications =
            Caffeine.newBuilder().maximumSize(MOST_PEERS).build();
    private final Map<String, Map<MessageOutcome, Counter>> counters = new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final Deque<Numbered> recent = new ArrayDeque<>(MOST_RECENT);
    private long last;
    private volatile boolean shown;

    /** A record and its place in the order in which records came. */
    record Numbered(long number, MessageRecord record) {}

    /** @param registry counts outcomes by application */
    public MessageFeed(MeterRegistry registry) {
        this.registry = registry;
        for (MessageOutcome outcome : MessageOutcome.values()) {
            outcomes.put(outcome, new LongAdder());
        }
    }

    /** Has it remember from now on: a hub without a console only counts. */
    public void show() {
        shown = true;
    }

    @Override
    public void accept(MessageRecord record) {
        counter(record).increment();
        if (shown) {
            remember(record);
        }
    }

    private void remember(MessageRecord record) {
        boolean answered = record.event() == MessageRecord.Event.ANSWERED;
        if (answered || record.outcome() == MessageOutcome.DEAD) {
            outcomes.get(record.outcome()).increment();
        }
        if (answered && record.tookMillis() != null) {
            latencies.record(record.tookMillis());
        }
        if (record.callingTitle() != null) {
            smscs.get(record.callingTitle(), title -> new Tally()).add(record);
        }
        if (record.application() != null) {
            applications.get(record.application(), name -> new Tally()).add(record);
        }
        synchronized (recent) {
            if (recent.size() >= MOST_RECENT) {
                recent.removeLast();
            }
            recent.addFirst(new Numbered(++last, record));
        }
    }

    /** The first applications each, the others together. */
    private Counter counter(MessageRecord record) {
        String known = record.application() == null ? NOBODY : record.application();
        Map<MessageOutcome, Counter> own = counters.get(known);
        if (own == null) {
            String application = counters.size() < MOST_COUNTED ? known : OTHERS;
            return counter(
                    counters.computeIfAbsent(application, name -> new ConcurrentHashMap<>()),
                    application,
                    record.outcome());
        }
        Counter counter = own.get(record.outcome());
        return counter == null ? counter(own, known, record.outcome()) : counter;
    }

    private Counter counter(Map<MessageOutcome, Counter> own, String application, MessageOutcome outcome) {
        return own.computeIfAbsent(
                outcome,
                added -> Counter.builder("vmnhub.messages")
                        .description("Records of the message log: answers to messages, and ends of stored ones")
                        .tag("application", application)
                        .tag("outcome", outcome.word())
                        .register(registry));
    }

    /** How many there have been of each outcome since the start. */
    Map<MessageOutcome, Long> totals() {
        Map<MessageOutcome, Long> totals = new EnumMap<>(MessageOutcome.class);
        outcomes.forEach((outcome, count) -> totals.put(outcome, count.sum()));
        return totals;
    }

    long[] latencies() {
        return latencies.counts();
    }

    /** SMSCs by their calling global title. */
    Map<String, Tally> smscs() {
        return new TreeMap<>(smscs.asMap());
    }

    Map<String, Tally> applications() {
        return new TreeMap<>(applications.asMap());
    }

    /** The number of the latest record. */
    long last() {
        synchronized (recent) {
            return last;
        }
    }

    /** The latest records that came after {@code number}, the newest first. */
    List<Numbered> since(long number, int most, Predicate<MessageRecord> wanted) {
        synchronized (recent) {
            return recent.stream()
                    .takeWhile(one -> one.number() > number)
                    .filter(one -> wanted.test(one.record()))
                    .limit(most)
                    .toList();
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What was heard of applications that can receive again, until the thread of the alerts takes it. Thread-safe; it holds
 * one entry for each application and client.
 */
final class ApplicationNews {

    private static final long BETWEEN_DELIVERIES_NANOS = Duration.ofSeconds(1).toNanos();
    /** So many numbers' service centres are alerted when an application is only tried. */
    private static final int MOST_TRIALS = 10;

    private final Predicate<String> isWaitedFor;
    private final Map<String, News> available = new ConcurrentHashMap<>();
    private final Map<String, Function<String, Set<String>>> bound = new ConcurrentHashMap<>();
    private final Map<String, Long> delivered = new ConcurrentHashMap<>();

    /**
     * Something that was heard.
     *
     * @param why for the log
     * @param numbers how many numbers' service centres are alerted at most
     */
    record News(String why, int numbers) {}

    /** @param isWaitedFor whether somebody waits for an application: nothing is heard of others */
    ApplicationNews(Predicate<String> isWaitedFor) {
        this.isWaitedFor = isWaitedFor;
    }

    void available(String application, String why) {
        if (isWaitedFor.test(application)) {
            available.put(application, new News(why, Integer.MAX_VALUE));
        }
    }

    /** A few messages try whether it can receive. */
    void tried(String application, String why) {
        available.putIfAbsent(application, new News(why, MOST_TRIALS));
    }

    /** @param applications finds whose messages the client gets */
    void bound(String client, Function<String, Set<String>> applications) {
        bound.put(client, applications);
    }

    /** Called for every message. */
    void delivered(String application) {
        if (!isWaitedFor.test(application)) {
            return;
        }
        long now = System.nanoTime();
        Long last = delivered.get(application);
        if (last == null || now - last >= BETWEEN_DELIVERIES_NANOS) {
            delivered.put(application, now);
            available(application, "it has taken a message");
        }
    }

    /** Gives all of it, and forgets it. */
    void take(BiConsumer<String, News> each) {
        Set.copyOf(bound.keySet())
                .forEach(client -> bound.remove(client)
                        .apply(client)
                        .forEach(application -> available(application, client + " has bound")));
        Set.copyOf(available.keySet()).forEach(application -> {
            News news = available.remove(application);
            each.accept(application, news);
        });
    }
}

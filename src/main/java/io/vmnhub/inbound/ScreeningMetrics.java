// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.screening.Outcome;
import io.vmnhub.screening.Screening;
import io.vmnhub.screening.Verdict;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * What screening has decided, by rule, and how much it remembers. Rules of more names than a file may have count as
 * {@code other}.
 */
public final class ScreeningMetrics {

    private static final int MOST_RULES = 3_000;

    private record Key(String rule, Class<?> outcome) {}

    private final MeterRegistry registry;
    private final Map<Key, Counter> decisions = new ConcurrentHashMap<>();

    public ScreeningMetrics(MeterRegistry registry, Screening screening) {
        this.registry = registry;
        gauge("vmnhub.screening.listed", "Entries of the SMSC lists", screening, Screening.Sizes::listed);
        gauge("vmnhub.screening.buckets", "Token buckets of the rate limits", screening, Screening.Sizes::buckets);
        gauge("vmnhub.screening.gray", "Combinations that gray listing remembers", screening, Screening.Sizes::gray);
        Gauge.builder(
                        "vmnhub.screening.gray.capacity",
                        screening,
                        of -> of.rules().gray().remembered())
                .description("How many combinations gray listing remembers at most")
                .register(registry);
        gauge("vmnhub.screening.queries", "Addresses of remembered queries", screening, Screening.Sizes::queries);
    }

    private void gauge(String name, String description, Screening screening, ToLongFunction<Screening.Sizes> size) {
        Gauge.builder(name, screening, of -> size.applyAsLong(of.sizes()))
                .description(description)
                .register(registry);
    }

    void count(Verdict verdict) {
        if (!verdict.rule().isEmpty()) {
            Key key = new Key(verdict.rule(), verdict.outcome().getClass());
            Counter counter = decisions.get(key);
            (counter != null ? counter : decisions.computeIfAbsent(key, fresh -> counter(verdict))).increment();
        }
    }

    private Counter counter(Verdict verdict) {
        return Counter.builder("vmnhub.screening.decisions")
                .description("Queries and messages that a rule decided")
                .tag("rule", decisions.size() < MOST_RULES ? verdict.rule() : "other")
                .tag("outcome", word(verdict.outcome()))
                .register(registry);
    }

    private static String word(Outcome outcome) {
        return outcome instanceof Outcome.NoAnswer
                ? "no-answer"
                : outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.screening.RateLimit.Operation;
import io.vmnhub.screening.RateLimit.Scope;
import io.vmnhub.sms.MapUserError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * All limits of a set of rules. A limit that does not change keeps its buckets when rules do. A message that one limit
 * refuses counts against none. Immutable but for its buckets, thread-safe.
 */
final class RateLimits {

    private static final int SMSCS = 100_000;

    private record Applied(RateLimit limit, Limiter limiter) {}

    private final Map<RateLimit, Limiter> limiters = new HashMap<>();
    private final List<Applied> messages;
    private final List<Applied> queries;
    private final Applied white;
    private final Applied gray;

    RateLimits(ScreeningRules rules, Optional<RateLimits> before, LongSupplier nanoTime) {
        Map<RateLimit, Limiter> kept = before.map(limits -> limits.limiters).orElse(Map.of());
        messages = applied(rules.limits(), Operation.MESSAGES, kept, nanoTime);
        queries = applied(rules.limits(), Operation.QUERIES, kept, nanoTime);
        white = rules.white()
                .map(rate -> ofList("list.white.rate", rate, Outcome.Reject.BUSY))
                .map(limit -> apply(limit, kept, nanoTime))
                .orElse(null);
        gray = rules.gray()
                .rate()
                .map(rate -> ofList("list.gray.rate", rate, rules.gray().error()))
                .map(limit -> apply(limit, kept, nanoTime))
                .orElse(null);
    }

    private List<Applied> applied(
            List<RateLimit> limits, Operation operation, Map<RateLimit, Limiter> kept, LongSupplier nanoTime) {
        List<Applied> applied = new ArrayList<>();
        for (RateLimit limit : limits) {
            if (limit.operation() == operation) {
                applied.add(apply(limit, kept, nanoTime));
            }
        }
        return applied;
    }

    private Applied apply(RateLimit limit, Map<RateLimit, Limiter> kept, LongSupplier nanoTime) {
        Limiter limiter =
                Optional.ofNullable(kept.get(limit)).orElseGet(() -> new Limiter(limit.rate(), limit.keys(), nanoTime));
        limiters.put(limit, limiter);
        return new Applied(limit, limiter);
    }

    private static RateLimit ofList(String name, Rate rate, MapUserError error) {
        return new RateLimit(name, Scope.SMSC, Operation.MESSAGES, Set.of(), rate, new Outcome.Reject(error), SMSCS);
    }

    /**
     * The limit that refuses a message, or none.
     *
     * @param originatingAddress empty string for a query
     */
    Optional<RateLimit> refusal(
            Operation operation,
            Colour colour,
            Sender sender,
            String originatingAddress,
            String vmn,
            String application,
            Trace trace) {
        Applied own = operation == Operation.QUERIES
                ? null
                : colour == Colour.WHITE ? white : colour == Colour.GRAY ? gray : null;
        List<Applied> all = operation == Operation.MESSAGES ? messages : queries;
        if (own != null && !passes(own, sender, originatingAddress, vmn, application, trace)) {
            return Optional.of(own.limit());
        }
        for (int i = 0; i < all.size(); i++) {
            Applied applied = all.get(i);
            if (concerns(applied.limit(), colour, application)
                    && !passes(applied, sender, originatingAddress, vmn, application, trace)) {
                for (int j = 0; j < i; j++) {
                    Applied earlier = all.get(j);
                    if (concerns(earlier.limit(), colour, application)) {
                        earlier.limiter()
                                .giveBack(key(earlier.limit().per(), sender, originatingAddress, vmn, application));
                    }
                }
                if (own != null) {
                    own.limiter().giveBack(sender.key());
                }
                return Optional.of(applied.limit());
            }
        }
        return Optional.empty();
    }

    private static boolean passes(
            Applied applied, Sender sender, String originatingAddress, String vmn, String application, Trace trace) {
        boolean passes =
                applied.limiter().pass(key(applied.limit().per(), sender, originatingAddress, vmn, application));
        if (trace.on()) {
            trace.step(
                    rule(applied.limit()),
                    (passes ? "within " : "over ") + applied.limit().rate() + " per "
                            + applied.limit().per());
        }
        return passes;
    }

    /** White SMSCs have a rate of their own or none. */
    private static boolean concerns(RateLimit limit, Colour colour, String application) {
        return (limit.applications().isEmpty() || limit.applications().contains(application))
                && (colour != Colour.WHITE || limit.per() != Scope.SMSC);
    }

    private static String key(Scope per, Sender sender, String originatingAddress, String vmn, String application) {
        return switch (per) {
            case HUB -> "";
            case SMSC -> sender.key();
            case ORIGINATING_ADDRESS -> originatingAddress;
            case VMN -> vmn;
            case APPLICATION -> application;
        };
    }

    static String rule(RateLimit limit) {
        return limit.name().startsWith("list.") ? limit.name() : "limit." + limit.name();
    }

    /** From now on this is one of so many nodes, and each lets its part pass. */
    void shareAmong(int nodes) {
        limiters.values().forEach(limiter -> limiter.shareAmong(nodes));
    }

    /** How many buckets there are. */
    long keys() {
        return limiters.values().stream().mapToLong(Limiter::keys).sum();
    }
}

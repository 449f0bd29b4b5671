// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * The last sendRoutingInfoForSM of each SMSC for each number that this node has answered, for the records of the
 * messages that follow. One takes some 350 octets. Bounded by count and age; thread-safe.
 */
public final class RoutingQueries {

    static final int MOST = 50_000;
    static final Duration KEPT = Duration.ofHours(1);

    private final Cache<String, RoutingQuery> last;

    RoutingQueries() {
        this(Ticker.systemTicker());
    }

    RoutingQueries(Ticker clock) {
        last = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(KEPT)
                .ticker(clock)
                .build();
    }

    /**
     * Notes a query and its answer.
     *
     * @param msisdn the number, digits
     * @param serviceCentre the SMSC as MAP names it; it is known by its calling title where that is empty
     */
    public void answered(String msisdn, String serviceCentre, RoutingQuery query) {
        last.put(key(msisdn, serviceCentre, query.callingTitle()), query);
    }

    /** Takes back a query whose answer could not be sent. */
    public void unsent(String msisdn, String serviceCentre, RoutingQuery query) {
        last.asMap().remove(key(msisdn, serviceCentre, query.callingTitle()), query);
    }

    /**
     * The last query for a number by the SMSC that sends it a message.
     *
     * @param callingTitle of the message; null without one
     */
    public Optional<RoutingQuery> last(String msisdn, String serviceCentre, String callingTitle) {
        return Optional.ofNullable(last.getIfPresent(key(msisdn, serviceCentre, callingTitle)));
    }

    /** By the service centre where there is one: an SMSC may ask and send by different titles. */
    private static String key(String msisdn, String serviceCentre, String callingTitle) {
        return serviceCentre.isEmpty() ? msisdn + "<" + callingTitle : msisdn + "=" + serviceCentre;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.screening.Spoofing.Check;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The queries for routing information that were answered, and what a message tells when it is compared with them. Each
 * query is found by the VMN and either address of its SMSC, so that nobody can push another SMSC's query out but by
 * filling the whole memory. Thread-safe.
 */
final class Queries {

    /**
     * A query, found by one of its addresses.
     *
     * @param other the other address
     * @param faked whether its two addresses disagreed
     * @param millis when it came, epoch milliseconds
     */
    record Query(String other, boolean faked, long millis) {}

    private final WatchedMemory<Query> memory;
    private final boolean lagging;
    private volatile Spoofing settings;
    private volatile Completeness complete = Completeness.NEVER;
    private volatile long doubtfulUntil = Long.MIN_VALUE;

    Queries(Spoofing settings, MemorySource memories) {
        this.settings = settings;
        lagging = memories.mayLag();
        this.memory = new WatchedMemory<>(memories.create(
                "queries",
                FactForm.QUERY,
                entries(settings),
                query -> this.settings.queryWithin().plusSeconds(1)));
    }

    /** Two entries for each query. */
    private static int entries(Spoofing settings) {
        return (int) Math.min(Integer.MAX_VALUE, 2L * settings.rememberedQueries());
    }

    void replace(Spoofing changed, long now) {
        boolean longer = changed.queryWithin().compareTo(settings.queryWithin()) > 0;
        settings = changed;
        memory.most(entries(changed));
        if (!changed.correlates()) {
            complete = Completeness.NEVER;
        } else if (!complete.ever() || longer) {
            recordedSince(now);
        }
    }

    /** From {@code queryWithin} after this time on, a message without a query is known to have had none. */
    void recordedSince(long millis) {
        complete = new Completeness(millis + within(), within());
    }

    Completeness complete() {
        return complete;
    }

    /**
     * Takes over what was known before a restart; after a crash it may lack what came last.
     *
     * @param stopped whether nothing can be missing
     */
    void restored(Completeness before, boolean stopped, long now) {
        if (before.ever() && before.within() >= within()) { // else older queries count now, which were not kept
            complete = before;
            doubtfulUntil = stopped ? Long.MIN_VALUE : now + within();
        }
    }

    /** Whether a query that is not known may have come just before a crash, or to another node. */
    boolean doubtful(long now) {
        return lagging || now < doubtfulUntil;
    }

    private long within() {
        return settings.queryWithin().toMillis();
    }

    WatchedMemory<Query> memory() {
        return memory;
    }

    void remember(String vmn, Sender sender, long now) {
        boolean faked = !sender.consistent();
        sender.callingGlobalTitle()
                .ifPresent(title ->
                        memory.remember(sccp(vmn, title), new Query(sender.serviceCentreAddress(), faked, now)));
        if (!sender.serviceCentreAddress().isEmpty()) {
            memory.remember(
                    map(vmn, sender.serviceCentreAddress()),
                    new Query(sender.callingGlobalTitle().orElse(""), faked, now));
        }
    }

    /** What is wrong with a message beside its query. */
    Set<Check> compare(String vmn, Sender sender, long now) {
        EnumSet<Check> wrong = EnumSet.noneOf(Check.class);
        Optional<Query> bySccp = sender.callingGlobalTitle().flatMap(title -> find(sccp(vmn, title), now));
        Optional<Query> byMap = sender.serviceCentreAddress().isEmpty()
                ? Optional.empty()
                : find(map(vmn, sender.serviceCentreAddress()), now);
        if (bySccp.isEmpty() && byMap.isEmpty()) {
            if (now >= complete.from()) {
                wrong.add(Check.UNSOLICITED);
            }
            return wrong;
        }
        boolean comparable = sender.callingGlobalTitle().isPresent()
                && !sender.serviceCentreAddress().isEmpty();
        if (comparable && bySccp.isEmpty() && !byMap.get().other().isEmpty()) {
            wrong.add(Check.SCCP_ADDRESS_CHANGED);
        }
        if (comparable && byMap.isEmpty() && !bySccp.get().other().isEmpty()) {
            wrong.add(Check.MAP_ADDRESS_CHANGED);
        }
        if (bySccp.or(() -> byMap).map(Query::faked).orElse(false)) {
            wrong.add(Check.FAKED_QUERY);
        }
        return wrong;
    }

    private Optional<Query> find(String key, long now) {
        return memory.find(key).filter(query -> now - query.millis() <= within());
    }

    private static String sccp(String vmn, String title) {
        return vmn + "<" + title;
    }

    private static String map(String vmn, String address) {
        return vmn + "=" + address;
    }
}

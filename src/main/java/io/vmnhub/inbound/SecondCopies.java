// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.inbound.LongMessage.StoredPart;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a second node keep a copy of each part in the store: where the node that kept it has gone, or none was there,
 * another one gets it. Some at a time. For the thread of the store.
 */
final class SecondCopies {

    /** In the place of a node: none is known to have a copy. */
    static final String NOBODY = "";

    private static final Logger LOG = LoggerFactory.getLogger(SecondCopies.class);
    private static final int MOST_UNDER_WAY = 500;
    private static final long PAUSE_MILLIS = 1_000;

    private record Part(long message, int number) {}

    private record Ended(LongMessage message, int number, String keeper, boolean copied) {}

    private final PartMoves.Farm farm;
    private final LongMessageMetrics metrics;
    private final Runnable wake;
    private final Set<Part> underWay = new HashSet<>();
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private boolean mayLack = true;
    private boolean alone;
    private boolean reported;
    private long nextAttempt;

    /** @param wake has {@link #settle} called soon */
    SecondCopies(PartMoves.Farm farm, LongMessageMetrics metrics, Runnable wake) {
        this.farm = farm;
        this.metrics = metrics;
        this.wake = wake;
    }

    /** Parts may be there of which no other node has a copy. */
    void mayLack() {
        mayLack = true;
    }

    boolean haveEnded() {
        return !ended.isEmpty();
    }

    void begin(LongMessages messages, PartJournal journal, boolean nodesHaveChanged) throws IOException {
        if (nodesHaveChanged) {
            mayLack = true;
            nextAttempt = 0;
            forgetWhoHasGone(messages.open());
            forgetWhoHasGone(messages.undelivered());
        }
        if (!mayLack || farm == PartMoves.Farm.NONE || System.currentTimeMillis() < nextAttempt) {
            return;
        }
        alone = false;
        int lacking = begin(messages.open(), journal) + begin(messages.undelivered(), journal);
        mayLack = lacking > 0;
        metrics.partsWithOneCopy(lacking);
        report(lacking);
    }

    /** At once, so that one that comes back with another disk does not count as if it had not gone. */
    private void forgetWhoHasGone(Collection<LongMessage> messages) {
        for (LongMessage message : messages) {
            message.parts()
                    .replaceAll(part ->
                            !part.keeper().equals(NOBODY) && farm.hasGone(part.keeper()) ? part.keptBy(NOBODY) : part);
        }
    }

    /** @return how many parts have no second copy yet */
    private int begin(Collection<LongMessage> messages, PartJournal journal) throws IOException {
        int lacking = 0;
        for (LongMessage message : messages) {
            for (StoredPart part : message.parts()) {
                if (part.keeper().equals(NOBODY)) {
                    lacking++;
                    begin(message, part, journal);
                }
            }
        }
        return lacking;
    }

    /** Parts of another node's messages are on their way there, and what this one keeps is the second copy then. */
    private void begin(LongMessage message, StoredPart part, PartJournal journal) throws IOException {
        if (alone || underWay.size() >= MOST_UNDER_WAY || !message.closed() && !farm.isOurs(message.key())) {
            return;
        }
        Optional<String> keeper = farm.keeper(message.key());
        alone = keeper.isEmpty();
        if (!alone && underWay.add(new Part(message.id(), part.number()))) {
            farm.copy(PartMoves.read(journal, part.place()), keeper.get(), copied -> {
                ended.add(new Ended(message, part.number(), keeper.get(), copied));
                wake.run();
            });
        }
    }

    private void report(int lacking) {
        if (lacking > MOST_UNDER_WAY && !reported) {
            reported = true;
            LOG.info("{} parts of long messages are at this node only; copies are sent where there is a node", lacking);
        } else if (lacking == 0 && reported) {
            reported = false;
            LOG.info("Another node has a copy of each part of a long message again");
        }
    }

    void settle() {
        for (Ended one = ended.poll(); one != null; one = ended.poll()) {
            underWay.remove(new Part(one.message().id(), one.number()));
            if (!one.copied()) {
                nextAttempt = System.currentTimeMillis() + PAUSE_MILLIS;
            } else if (!farm.hasGone(one.keeper())) {
                one.message().keptBy(one.number(), one.keeper());
            }
        }
    }
}

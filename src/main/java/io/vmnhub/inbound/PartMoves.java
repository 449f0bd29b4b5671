// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.sms.LongMessageKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Moves the parts of messages that lack some to the nodes that put these messages together now, some at a time. For the
 * thread of the store.
 */
final class PartMoves {

    /** What a farm is to the store of long messages. Implementations are thread-safe and do not block. */
    interface Farm {

        /** Of a hub by itself. */
        Farm NONE = new Farm() {
            @Override
            public boolean mayHaveChanged() {
                return false;
            }

            @Override
            public boolean isOurs(LongMessageKey key) {
                return true;
            }

            @Override
            public void move(List<JournalRecord.Part> parts, Consumer<Boolean> moved) {
                moved.accept(false);
            }

            @Override
            public void delivered(PartId part) {}

            @Override
            public boolean wasDelivered(PartId part) {
                return false;
            }

            @Override
            public boolean hasGone(String node) {
                return false;
            }

            @Override
            public Optional<String> keeper(LongMessageKey key) {
                return Optional.empty();
            }

            @Override
            public void copy(JournalRecord.Part part, String node, Consumer<Boolean> copied) {
                copied.accept(false);
            }
        };

        /** Whether other nodes may put messages together than when this was asked last. */
        boolean mayHaveChanged();

        /** Whether this node puts the message of that key together. */
        boolean isOurs(LongMessageKey key);

        /** @param moved called once, with true when another node has all of them */
        void move(List<JournalRecord.Part> parts, Consumer<Boolean> moved);

        /** The message of this part was delivered here. */
        void delivered(PartId part);

        /** Whether the message of this part was delivered by any node. */
        boolean wasDelivered(PartId part);

        boolean hasGone(String node);

        /** The node that is to keep the copies of a message's parts; empty when this one is alone. */
        Optional<String> keeper(LongMessageKey key);

        /** @param copied called once, with true when the other node has the part on its disk */
        void copy(JournalRecord.Part part, String node, Consumer<Boolean> copied);
    }

    private static final int MOST = 100;
    private static final int MOST_FORGOTTEN = 20_000;

    private record Ended(long message, int parts, boolean moved) {}

    private final Farm farm;
    private final Runnable wake;
    private final Set<Long> underWay = new HashSet<>();
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final Set<PartId> deliveredHere = new HashSet<>();
    private final Queue<PartId> deliveredElsewhere = new LinkedBlockingQueue<>(MOST_FORGOTTEN);
    private final AtomicBoolean moreElsewhere = new AtomicBoolean();
    private final SecondCopies copies;
    private boolean more;

    /** @param wake has {@link #settle} called soon */
    PartMoves(Farm farm, LongMessageMetrics metrics, Runnable wake) {
        this.farm = farm;
        this.wake = wake;
        copies = new SecondCopies(farm, metrics, wake);
    }

    /** The journal was read: nobody knows which nodes have copies of what is in it. */
    void recovered() {
        copies.mayLack();
    }

    /** @return the node that has the copy of a part which has come, unless it has gone since */
    String presentKeeper(String node) {
        if (!node.equals(SecondCopies.NOBODY) && !farm.hasGone(node)) {
            return node;
        }
        copies.mayLack();
        return SecondCopies.NOBODY;
    }

    /** A part is there. While it was on its way another node may have been chosen to put its message together. */
    void came(JournalRecord.Part part) {
        more |= !farm.isOurs(part.key());
    }

    /** Whether the message of this part was delivered by any node. */
    boolean wasDelivered(PartId part) {
        return farm.wasDelivered(part);
    }

    /** Another node has delivered the message of this part. Any thread. */
    void forget(PartId part) {
        if (!deliveredElsewhere.offer(part)) { // as at the start, or when nodes have come: of a whole day
            moreElsewhere.set(true);
        }
    }

    /** The message was delivered here. */
    void delivered(LongMessage message) {
        message.parts().forEach(part -> deliveredHere.add(part.id()));
    }

    /** Only when that is on the disk: the copies of the parts may go then. */
    void tellDelivered() {
        deliveredHere.forEach(farm::delivered);
        deliveredHere.clear();
    }

    /** Whether another node has delivered the message while this one was away. */
    boolean wereDelivered(LongMessage message) {
        return !message.parts().isEmpty() && message.parts().stream().allMatch(part -> farm.wasDelivered(part.id()));
    }

    boolean haveEnded() {
        return !ended.isEmpty() || copies.haveEnded();
    }

    void begin(LongMessages messages, PartJournal journal) throws IOException {
        forgetDelivered(messages);
        boolean changed = farm.mayHaveChanged();
        if (changed || more) {
            more = false;
            move(messages, journal);
        }
        copies.begin(messages, journal, changed);
    }

    private void move(LongMessages messages, PartJournal journal) throws IOException {
        for (LongMessage message : messages.open()) {
            if (underWay.size() >= MOST) {
                more = true;
                return;
            }
            if (farm.isOurs(message.key()) || !underWay.add(message.id())) {
                continue;
            }
            List<JournalRecord.Part> parts = new ArrayList<>();
            for (LongMessage.StoredPart part : message.parts()) {
                parts.add(read(journal, part.place()));
            }
            farm.move(parts, moved -> {
                ended.add(new Ended(message.id(), parts.size(), moved));
                wake.run();
            });
        }
    }

    /** A part that may have come, or been moved in the journal, just now. */
    static JournalRecord.Part read(PartJournal journal, PartJournal.Place place) throws IOException {
        if (journal.dirty()) {
            journal.commit(); // only what is on the disk can be read
        }
        return (JournalRecord.Part) JournalRecord.decode(ByteBuffer.wrap(journal.read(place)));
    }

    private void forgetDelivered(LongMessages messages) throws IOException {
        boolean all = moreElsewhere.getAndSet(false);
        Set<PartId> forgotten = new HashSet<>();
        for (PartId part = deliveredElsewhere.poll(); part != null; part = deliveredElsewhere.poll()) {
            forgotten.add(part);
        }
        if (all) {
            messages.forget(part -> forgotten.contains(part) || farm.wasDelivered(part));
        } else if (!forgotten.isEmpty()) {
            messages.forget(forgotten::contains);
        }
    }

    void settle(LongMessages messages) throws IOException {
        copies.settle();
        for (Ended one = ended.poll(); one != null; one = ended.poll()) {
            underWay.remove(one.message());
            if (one.moved()) {
                messages.moved(one.message(), one.parts());
            }
            more = true; // others that wait for their turn, parts that came meanwhile, and what could not be moved
        }
    }
}

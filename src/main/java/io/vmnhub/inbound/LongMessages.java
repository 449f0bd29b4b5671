// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.inbound.LongMessage.StoredPart;
import io.vmnhub.journal.Damage;
import io.vmnhub.sms.LongMessageKey;
import io.vmnhub.sms.MessageIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which parts of which long messages are there, in memory as the journal has it. For one thread. What is written here
 * counts only after the journal's next commit.
 */
final class LongMessages {

    private final PartJournal journal;
    private final LongMessageLimits limits;
    private final LongMessageMetrics metrics;
    private final Map<LongMessageKey, LongMessage> open = new LinkedHashMap<>();
    private final Map<Long, LongMessage> undelivered = new LinkedHashMap<>();
    /** The parts of undelivered messages. */
    private final Set<PartId> closed = new HashSet<>();

    private int parts;
    private long lastId;

    LongMessages(PartJournal journal, LongMessageLimits limits, LongMessageMetrics metrics) {
        this.journal = journal;
        this.limits = limits;
        this.metrics = metrics;
    }

    /**
     * Reads the journal.
     *
     * @param known gets the identity of each part that is there
     * @return what of the journal was not as it should be
     */
    List<Damage> recover(long now, Consumer<MessageIdentity> known) throws IOException {
        Map<Long, LongMessage> all = new HashMap<>();
        List<Damage> damages = journal.recover((place, body) -> recover(place, body, all, known));
        all.values().stream().sorted(Comparator.comparingLong(LongMessage::id)).forEach(message -> {
            parts += message.parts().size();
            LongMessage other = message.closed() || message.isWhole() ? null : open.put(message.key(), message);
            if (message.closed() || message.isWhole()) {
                wait(message, now);
            } else if (other != null) {
                wait(other, now);
            }
        });
        metrics.sizes(open.size(), undelivered.size(), parts);
        return damages;
    }

    private boolean recover(
            PartJournal.Place place, byte[] body, Map<Long, LongMessage> all, Consumer<MessageIdentity> known) {
        JournalRecord record = JournalRecord.decode(ByteBuffer.wrap(body));
        lastId = Math.max(lastId, record.message());
        if (record instanceof JournalRecord.Part part) {
            part.identity().ifPresent(known);
            LongMessage message = all.computeIfAbsent(part.message(), id -> new LongMessage(part));
            replace(message, StoredPart.of(part, place, SecondCopies.NOBODY));
            return true;
        }
        LongMessage message = all.get(record.message());
        if (message != null && record instanceof JournalRecord.Closed) {
            message.close(0);
        } else if (message != null) {
            all.remove(record.message());
            message.parts().forEach(part -> journal.release(part.place()));
        }
        return false;
    }

    /** A part may have been moved to a later file before the earlier one went. */
    private void replace(LongMessage message, StoredPart part) {
        message.parts().stream()
                .filter(stored -> stored.number() == part.number())
                .toList()
                .forEach(earlier -> {
                    journal.release(earlier.place());
                    message.parts().remove(earlier);
                });
        message.parts().add(part);
    }

    /**
     * @param keeper the node that has a copy of the part; empty when none is known to have one
     * @return false when there is no room: the part was not taken
     */
    boolean add(JournalRecord.Part part, String keeper, long now) throws IOException {
        LongMessage message = open.get(part.key());
        if (message != null && message.has(part)) {
            if (!keeper.equals(SecondCopies.NOBODY)) {
                message.keptBy(part.number(), keeper);
            }
            metrics.repeated();
            return true;
        }
        if (undelivered.size() >= limits.undelivered()) {
            metrics.refused();
            return false;
        }
        if (message != null && message.contradicts(part)) {
            close(message, now);
            metrics.contradicted();
            message = null;
        }
        if (!room(message, now)) {
            metrics.refused();
            return false;
        }
        if (message == null) {
            JournalRecord.Part first = part.in(++lastId, part.due());
            message = new LongMessage(first);
            open.put(message.key(), message);
        }
        JournalRecord.Part stored = part.in(message.id(), message.due());
        message.parts().add(StoredPart.of(part, journal.append(stored.encode(), true), keeper));
        parts++;
        if (message.isWhole()) {
            close(message, now);
        }
        metrics.sizes(open.size(), undelivered.size(), parts);
        return true;
    }

    /**
     * Whether a part may be stored. The oldest open message is closed to make room for another one, or so that parts
     * can go at all.
     */
    private boolean room(LongMessage growing, long now) throws IOException {
        boolean full = parts >= limits.parts();
        if (full ? undelivered.isEmpty() && !open.isEmpty() : growing == null && open.size() >= limits.open()) {
            close(open.values().iterator().next(), now);
            metrics.crowdedOut();
        }
        return !full;
    }

    private void close(LongMessage message, long now) throws IOException {
        open.remove(message.key(), message);
        journal.append(new JournalRecord.Closed(message.id()).encode(), false);
        wait(message, now);
    }

    private void wait(LongMessage message, long now) {
        message.close(now);
        undelivered.put(message.id(), message);
        message.parts().forEach(part -> closed.add(part.id()));
    }

    /** Whether the part is of a message that waits for its application. */
    boolean isUndelivered(JournalRecord.Part part) {
        return part.identity().isPresent() && closed.contains(PartId.of(part));
    }

    /** The messages that lack parts, oldest first. */
    Collection<LongMessage> open() {
        return open.values();
    }

    /**
     * Another node has the parts of an open message now.
     *
     * @param count how many it has; when others have come meanwhile the message stays
     */
    void moved(long id, int count) throws IOException {
        Optional<LongMessage> message = open.values().stream()
                .filter(one -> one.id() == id && one.parts().size() == count)
                .findFirst();
        if (message.isPresent()) {
            open.remove(message.get().key());
            release(message.get());
        }
    }

    /** Parts of open messages that another node has delivered. */
    void forget(Predicate<PartId> delivered) throws IOException {
        for (LongMessage message : List.copyOf(open.values())) {
            if (message.parts().stream().map(StoredPart::id).allMatch(delivered)) {
                open.remove(message.key());
                release(message);
            }
        }
    }

    private void release(LongMessage message) throws IOException {
        journal.append(new JournalRecord.Removed(message.id()).encode(), false);
        message.parts().forEach(part -> journal.release(part.place()));
        parts -= message.parts().size();
        metrics.sizes(open.size(), undelivered.size(), parts);
    }

    /** Closes the messages whose time is over. */
    void expire(long now) throws IOException {
        List<LongMessage> late = new ArrayList<>();
        open.values().forEach(message -> {
            if (message.due() <= now) {
                late.add(message);
            }
        });
        for (LongMessage message : late) {
            close(message, now);
            metrics.expired();
        }
        metrics.sizes(open.size(), undelivered.size(), parts);
    }

    /** The messages that wait for their applications, oldest first. */
    Collection<LongMessage> undelivered() {
        return undelivered.values();
    }

    LongMessage undelivered(long id) {
        return undelivered.get(id);
    }

    /** The message has been delivered or put aside. */
    void remove(LongMessage message) throws IOException {
        if (undelivered.remove(message.id()) != null) {
            message.parts().forEach(part -> closed.remove(part.id()));
            release(message);
        }
    }

    /** Empties the oldest file of a journal that has too many, by appending what is live in it again. */
    void compact() throws IOException {
        long file = journal.crowded();
        if (file < 0) {
            return;
        }
        for (Map<?, LongMessage> messages : List.of(open, undelivered)) {
            for (LongMessage message : messages.values()) {
                compact(message, file);
            }
        }
    }

    private void compact(LongMessage message, long file) throws IOException {
        boolean moved = false;
        for (int i = 0; i < message.parts().size(); i++) {
            StoredPart part = message.parts().get(i);
            if (part.place().file() == file) {
                PartJournal.Place place = journal.append(journal.read(part.place()), true);
                journal.release(part.place());
                message.parts().set(i, part.at(place));
                moved = true;
            }
        }
        if (moved && message.closed()) {
            journal.append(new JournalRecord.Closed(message.id()).encode(), false);
        }
    }
}

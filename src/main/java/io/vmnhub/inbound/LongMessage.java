// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.sms.LongMessageKey;
import java.util.ArrayList;
import java.util.List;

/** A long message in the store: where its parts are, and how far it has come. For one thread. */
final class LongMessage {

    /**
     * One part.
     *
     * @param content tells parts with other user data apart
     * @param keeper the node that has a copy of it; empty when none is known to have one
     */
    record StoredPart(PartId id, int number, long content, PartJournal.Place place, String keeper) {

        static StoredPart of(JournalRecord.Part part, PartJournal.Place place, String keeper) {
            return new StoredPart(PartId.of(part), part.number(), part.content(), place, keeper);
        }

        /** The same, which is somewhere else. */
        StoredPart at(PartJournal.Place other) {
            return new StoredPart(id, number, content, other, keeper);
        }

        /** The same, of which that node has the copy. */
        StoredPart keptBy(String node) {
            return new StoredPart(id, number, content, place, node);
        }
    }

    private final long id;
    private final LongMessageKey key;
    private final String application;
    private final int total;
    private final long due;
    private final List<StoredPart> parts = new ArrayList<>(2);
    private boolean closed;
    private int failures;
    private long nextAttempt;

    LongMessage(JournalRecord.Part first) {
        id = first.message();
        key = first.key();
        application = first.application();
        total = first.total();
        due = first.due();
    }

    long id() {
        return id;
    }

    LongMessageKey key() {
        return key;
    }

    String application() {
        return application;
    }

    /** Milliseconds since 1970. */
    long due() {
        return due;
    }

    List<StoredPart> parts() {
        return parts;
    }

    /** That node has a copy of a part now. */
    void keptBy(int number, String keeper) {
        parts.replaceAll(part -> part.number() == number ? part.keptBy(keeper) : part);
    }

    boolean isWhole() {
        return parts.size() == total;
    }

    boolean closed() {
        return closed;
    }

    /** Whether this part is there already. */
    boolean has(JournalRecord.Part part) {
        return parts.stream()
                .anyMatch(stored -> stored.number() == part.number() && stored.content() == part.content());
    }

    /** Whether the part cannot be of this message, although it has its key: the sender has used the reference again. */
    boolean contradicts(JournalRecord.Part part) {
        return part.total() != total
                || parts.stream()
                        .anyMatch(stored -> stored.number() == part.number() && stored.content() != part.content());
    }

    void close(long now) {
        closed = true;
        nextAttempt = now;
    }

    boolean isDue(long now) {
        return nextAttempt <= now;
    }

    void failed(long now, LongMessageLimits limits) {
        failures++;
        nextAttempt = now + limits.retryAfter(failures).toMillis();
    }
}

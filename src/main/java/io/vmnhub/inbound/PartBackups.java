// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.batch.BatchWriter;
import io.vmnhub.batch.GroupCommit;
import io.vmnhub.journal.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Second copies of parts that another node of the farm puts together. A copy goes when the message was delivered; when
 * the other node goes before, the part is handed to the node that takes its place. One thread owns the journal.
 * Thread-safe.
 */
final class PartBackups implements AutoCloseable {

    /** Who puts messages together. Implementations are thread-safe and do not block. */
    interface Owners {

        boolean hasGone(String owner);

        /** Whether the message of this part was delivered by any node. */
        boolean wasDelivered(PartId part);

        /**
         * Hands a part to the node that puts its message together now.
         *
         * @param handed called once: with the node, with {@link #NOBODY} when the copy is not wanted any more, or with
         *     null when it has failed
         */
        void handOver(JournalRecord.Part part, Consumer<String> handed);
    }

    /** In the place of a node: the copy may go. */
    static final String NOBODY = "";

    private static final Logger LOG = LoggerFactory.getLogger(PartBackups.class);
    private static final int SEGMENT_BYTES = 16 << 20;
    private static final int MOST_SEGMENTS = 16;
    private static final int QUEUE = 20_000;
    private static final int BATCH = 2_000;
    private static final int MOST_UNDER_WAY = 200;
    private static final long SWEEP_MILLIS = 500;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 2_000;
    private static final long CLOSE_MILLIS = 10_000;
    /** Copies that nobody has asked for so long after their message was due are of messages that are gone. */
    private static final long KEEP_MILLIS = Duration.ofDays(1).toMillis();

    private static final class Copy {
        private final long id;
        private final long due;
        private PartJournal.Place place;
        private volatile String owner;
        private boolean underWay;

        Copy(long id, long due, PartJournal.Place place, String owner) {
            this.id = id;
            this.due = due;
            this.place = place;
            this.owner = owner;
        }
    }

    private static final class Arrival {
        private final JournalRecord.Part part;
        private final String owner;
        private final Consumer<Exception> kept;
        private boolean refused;

        Arrival(JournalRecord.Part part, String owner, Consumer<Exception> kept) {
            this.part = part;
            this.owner = owner;
            this.kept = kept;
        }
    }

    /**
     * How handing over a copy has ended.
     *
     * @param former whose copy it was when that began
     */
    private record Handed(PartId part, String former, String owner) {}

    private final Path folder;
    private final int most;
    private final Owners owners;
    private final Executor executor;
    private final Map<PartId, Copy> copies = new ConcurrentHashMap<>();
    /** Those of the copies that may go. */
    private final Set<PartId> dropped = ConcurrentHashMap.newKeySet();

    private final Queue<Handed> handed = new ConcurrentLinkedQueue<>();
    private final GroupCommit<Arrival> commits = new GroupCommit<>(
            new GroupCommit.Limits(QUEUE, BATCH, CLOSE_MILLIS),
            this::report,
            () -> new IllegalStateException("the store of long messages closes"));
    private PartJournal journal;
    private long lastId;
    private int underWay;
    private long nextSweep;
    private boolean failing;

    /**
     * @param most parts that it keeps at most
     * @param executor runs the callbacks of parts
     */
    PartBackups(Path folder, int most, Owners owners, Executor executor) {
        this.folder = folder;
        this.most = most;
        this.owners = owners;
        this.executor = executor;
    }

    /** @throws IOException when the folder cannot be used */
    void start() throws IOException {
        open();
        commits.start("long-message-copies", new Writer());
    }

    private void open() throws IOException {
        copies.clear();
        journal = new PartJournal(folder, SEGMENT_BYTES, MOST_SEGMENTS);
        try {
            Map<Long, PartId> known = new HashMap<>();
            List<Damage> damages = journal.recover((place, body) -> recover(place, body, known));
            damages.forEach(damage -> LOG.warn("Copies of parts of long messages: {}", damage));
        } catch (IOException | RuntimeException e) {
            journal.close();
            journal = null;
            throw e;
        }
    }

    private boolean recover(PartJournal.Place place, byte[] body, Map<Long, PartId> known) {
        JournalRecord record = JournalRecord.decode(ByteBuffer.wrap(body));
        lastId = Math.max(lastId, record.message());
        if (record instanceof JournalRecord.Part part) {
            known.put(part.message(), PartId.of(part));
            Copy earlier = copies.put(PartId.of(part), new Copy(part.message(), part.due(), place, NOBODY));
            if (earlier != null) {
                journal.release(earlier.place);
            }
            return true;
        }
        PartId id = known.remove(record.message());
        Copy copy = id == null ? null : copies.get(id);
        if (copy != null && copy.id == record.message()) {
            copies.remove(id);
            journal.release(copy.place);
        }
        return false;
    }

    /**
     * Keeps a copy.
     *
     * @param owner the node that puts the message together
     * @param kept called once: with null when the copy is on the disk, else with the reason why it is not
     */
    void keep(JournalRecord.Part part, String owner, Consumer<Exception> kept) {
        if (!commits.offer(new Arrival(part, owner, kept))) {
            kept.accept(commits.refusal("too many parts wait for the disk"));
        }
    }

    /** The message of the part was delivered: a copy of it is not wanted any more. */
    void drop(PartId part) {
        if (copies.containsKey(part)) {
            dropped.add(part);
            commits.wake();
        }
    }

    int size() {
        return copies.size();
    }

    private void report(Arrival arrival, Exception failure) {
        Exception reason = failure == null && arrival.refused
                ? new IllegalStateException("there are too many copies of parts")
                : failure;
        executor.execute(() -> arrival.kept.accept(reason));
    }

    private final class Writer implements BatchWriter<Arrival> {

        @Override
        public void commit(List<Arrival> batch) throws IOException {
            if (journal == null) {
                PartBackups.this.open();
            }
            for (Arrival arrival : batch) {
                arrival.refused = !add(arrival);
            }
            write();
        }

        private void write() throws IOException {
            boolean shows = journal.dirty(); // whether the disk takes something
            journal.commit();
            if (failing && shows) {
                failing = false;
                LOG.info("Copies of parts of long messages are kept in {} again", folder);
            }
        }

        /** The disk has failed: what is in memory may be more than what is on it. */
        @Override
        public AfterFailure failed(List<Arrival> batch, Exception failure) {
            if (!failing) {
                LOG.error("Copies of parts of long messages cannot be kept in {}: {}", folder, failure.toString());
            }
            failing = true;
            nextSweep = System.currentTimeMillis() + PAUSE_AFTER_FAILURE_MILLIS;
            try {
                if (journal != null) {
                    journal.close();
                }
            } catch (IOException e) {
                LOG.error("The journal in {} cannot be closed: {}", folder, e.getMessage());
            }
            journal = null;
            return AfterFailure.FAILED;
        }

        /** Parts may not come any more, as when this node is the last one, and what it keeps is wanted all the same. */
        @Override
        public void tend() {
            boolean sweeps = System.currentTimeMillis() >= nextSweep;
            if (journal == null && !sweeps) {
                return;
            }
            try {
                if (journal == null) {
                    PartBackups.this.open();
                }
                settle();
                if (sweeps) {
                    nextSweep = System.currentTimeMillis() + SWEEP_MILLIS;
                    sweep();
                }
                if (journal.dirty()) {
                    write();
                    journal.clean();
                }
            } catch (IOException | RuntimeException e) {
                failed(List.of(), e);
            }
        }

        @Override
        public void close() throws IOException {
            if (journal != null) {
                settle();
                journal.commit();
                journal.close();
            }
        }
    }

    private boolean add(Arrival arrival) throws IOException {
        PartId id = PartId.of(arrival.part);
        Copy known = copies.get(id);
        if (known != null) {
            known.owner = arrival.owner;
            return true;
        }
        if (copies.size() >= most) {
            return false;
        }
        JournalRecord.Part part = arrival.part.in(++lastId, arrival.part.due());
        copies.put(id, new Copy(part.message(), part.due(), journal.append(part.encode(), true), arrival.owner));
        if (owners.wasDelivered(id)) { // while the copy waited for the disk, so that drop did not find it
            dropped.add(id);
        }
        return true;
    }

    private void settle() throws IOException {
        for (Handed one = handed.poll(); one != null; one = handed.poll()) {
            underWay--;
            Copy copy = copies.get(one.part());
            if (copy != null) {
                copy.underWay = false;
            }
            if (copy == null || one.owner() == null || !copy.owner.equals(one.former())) {
                continue; // gone, to be tried again, or another node relies on it by now
            }
            copy.owner = one.owner();
            if (copy.owner.equals(NOBODY)) {
                remove(one.part());
            }
        }
        for (PartId part : dropped) {
            dropped.remove(part);
            remove(part);
        }
    }

    private void remove(PartId part) throws IOException {
        Copy copy = copies.remove(part);
        if (copy != null) {
            journal.append(new JournalRecord.Removed(copy.id).encode(), false);
            journal.release(copy.place);
        }
    }

    private void sweep() throws IOException {
        long late = System.currentTimeMillis() - KEEP_MILLIS;
        long crowded = journal.crowded();
        for (Map.Entry<PartId, Copy> entry : copies.entrySet()) {
            Copy copy = entry.getValue();
            if (copy.place.file() == crowded) {
                PartJournal.Place place = journal.append(journal.read(copy.place), true);
                journal.release(copy.place);
                copy.place = place;
            }
            if (owners.hasGone(copy.owner)) {
                handOver(entry.getKey(), copy);
            } else if (copy.due < late) {
                remove(entry.getKey());
            }
        }
    }

    private void handOver(PartId id, Copy copy) throws IOException {
        if (copy.underWay || underWay >= MOST_UNDER_WAY) {
            return;
        }
        JournalRecord.Part part = PartMoves.read(journal, copy.place);
        copy.underWay = true;
        underWay++;
        String former = copy.owner;
        owners.handOver(part, owner -> {
            handed.add(new Handed(id, former, owner));
            commits.wake();
        });
    }

    @Override
    public void close() {
        commits.close();
    }
}

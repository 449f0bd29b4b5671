// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.batch.BatchWriter;
import io.vmnhub.batch.GroupCommit;
import io.vmnhub.journal.Damage;
import io.vmnhub.sms.MessageIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the parts of long messages safe, and hands the messages on. One thread owns the journal; all that has arrived
 * while it waited for the disk goes there together.
 *
 * <ol>
 *   <li>A part is appended; its caller gets null once it is on the disk, else the reason why it is not.
 *   <li>The last part, or the end of the time for it, closes its message.
 *   <li>A closed message is handed to its {@link Recipient} until that has taken it, with growing pauses. It survives a
 *       restart.
 * </ol>
 *
 * <p>After a failure of the disk the journal is read anew, so that what is in memory is always what is on the disk.
 * Thread-safe.
 */
final class LongMessageStore implements PartStore, AutoCloseable {

    /** Takes closed messages. Called on the store's thread: implementations do not block. */
    interface Recipient {

        /** Whether messages can be delivered now; when not, they wait and nothing counts as failed. */
        boolean ready();

        /**
         * @param parts the JSON forms of the parts that came
         * @param taken to be called once, with true when the message need not be kept any longer
         */
        void take(String application, List<byte[]> parts, Consumer<Boolean> taken);
    }

    private static final Logger LOG = LoggerFactory.getLogger(LongMessageStore.class);
    private static final int SEGMENT_BYTES = 16 << 20;
    private static final int MOST_SEGMENTS = 16;
    private static final int QUEUE = 20_000;
    private static final int BATCH = 2_000;
    private static final long TICK_MILLIS = 250;
    private static final long CLOSE_MILLIS = 10_000;

    /** A part on its way to the disk. */
    private static final class Arrival {

        private final JournalRecord.Part part;
        private final Consumer<Exception> stored;
        private final boolean mayBeKnown;
        private final String keeper;
        private boolean refused;

        Arrival(JournalRecord.Part part, boolean mayBeKnown, String keeper, Consumer<Exception> stored) {
            this.part = part;
            this.mayBeKnown = mayBeKnown;
            this.keeper = keeper;
            this.stored = stored;
        }
    }

    private record Outcome(long message, boolean taken) {}

    private final Path folder;
    private final LongMessageLimits limits;
    private final LongMessageMetrics metrics;
    private final Recipient recipient;
    private final Executor executor;
    private final Consumer<MessageIdentity> confirmed;
    private final GroupCommit<Arrival> commits = new GroupCommit<>(
            new GroupCommit.Limits(QUEUE, BATCH, CLOSE_MILLIS),
            this::report,
            () -> new IllegalStateException("the store of long messages closes"));
    private final ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    private final Set<Long> onTheirWay = new HashSet<>();
    private final PartMoves moves;
    private PartJournal journal;
    private LongMessages messages;
    private long nextTick;
    private boolean changed;
    private volatile boolean failing;

    /**
     * @param confirmed gets the identity of each part that is safe, before its caller hears of it; must survive the end
     *     of the process itself
     * @param executor runs the callbacks of parts
     */
    LongMessageStore(
            Path folder,
            LongMessageLimits limits,
            LongMessageMetrics metrics,
            Consumer<MessageIdentity> confirmed,
            Recipient recipient,
            Executor executor) {
        this(folder, limits, metrics, confirmed, recipient, executor, PartMoves.Farm.NONE);
    }

    /** @param farm whose nodes share the parts */
    LongMessageStore(
            Path folder,
            LongMessageLimits limits,
            LongMessageMetrics metrics,
            Consumer<MessageIdentity> confirmed,
            Recipient recipient,
            Executor executor,
            PartMoves.Farm farm) {
        moves = new PartMoves(farm, metrics, commits::wake);
        this.folder = folder;
        this.limits = limits;
        this.metrics = metrics;
        this.confirmed = confirmed;
        this.recipient = recipient;
        this.executor = executor;
    }

    /**
     * Reads what is on the disk and begins to work.
     *
     * @throws IOException when the folder cannot be used
     */
    void start() throws IOException {
        open();
        commits.start("long-messages", new Journal());
    }

    @Override
    public void store(JournalRecord.Part part, Consumer<Exception> stored) {
        offer(new Arrival(part, false, SecondCopies.NOBODY, stored));
    }

    /**
     * Stores a part of a farm. It may be known already, and its message closed, or delivered by any node meanwhile:
     * then it is safe as it is.
     *
     * @param keeper the node that has a copy of it; empty when none is known to have one
     */
    void take(JournalRecord.Part part, String keeper, Consumer<Exception> stored) {
        offer(new Arrival(part, true, keeper, stored));
    }

    /** Another node has delivered the message of this part. */
    void forget(PartId part) {
        moves.forget(part);
    }

    private void offer(Arrival arrival) {
        Consumer<Exception> stored = arrival.stored;
        if (!commits.offer(arrival)) {
            stored.accept(commits.refusal("too many parts wait for the disk"));
        }
    }

    private void open() throws IOException {
        journal = new PartJournal(folder, SEGMENT_BYTES, MOST_SEGMENTS);
        try {
            messages = new LongMessages(journal, limits, metrics);
            messages.recover(System.currentTimeMillis(), confirmed).forEach(this::report);
            moves.recovered();
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private void report(Damage damage) {
        if (damage.isLoss()) {
            LOG.error(
                    "Long messages: {}. Parts that were acknowledged may be among what is lost: their messages "
                            + "are delivered without them, or not at "
                            + "all",
                    damage);
        } else if (!failing) { // while a disk is full each try leaves such an end
            LOG.info("Long messages: {}", damage);
        }
    }

    /** The work of the store's thread. */
    private final class Journal implements BatchWriter<Arrival> {

        @Override
        public void commit(List<Arrival> batch) throws IOException {
            work(batch);
            if (failing && !batch.isEmpty()) { // without parts nothing shows that the disk takes them
                failing = false;
                LOG.info("The store of long messages works again with {}", folder);
            }
        }

        /** The disk has failed, which no part is to blame for. */
        @Override
        public AfterFailure failed(List<Arrival> batch, Exception failure) {
            failure(failure);
            return AfterFailure.FAILED;
        }

        @Override
        public void tend() {
            try {
                if (!outcomes.isEmpty()
                        || moves.haveEnded()
                        || messages == null
                        || System.currentTimeMillis() >= nextTick) {
                    commit(List.of());
                }
                if (changed) {
                    changed = false;
                    journal.clean();
                    dispatch(System.currentTimeMillis());
                }
            } catch (IOException | RuntimeException e) {
                failure(e);
            }
        }

        @Override
        public void close() throws IOException {
            if (messages != null) {
                settle(System.currentTimeMillis());
                journal.commit();
                moves.tellDelivered();
            }
            journal.close();
        }
    }

    private void work(List<Arrival> batch) throws IOException {
        if (messages == null) {
            open();
        }
        long now = System.currentTimeMillis();
        for (Arrival arrival : batch) {
            arrival.refused =
                    !isKnown(arrival) && !messages.add(arrival.part, moves.presentKeeper(arrival.keeper), now);
            moves.came(arrival.part);
        }
        settle(now);
        boolean tick = now >= nextTick;
        if (tick) {
            nextTick = now + TICK_MILLIS;
            messages.expire(now);
            messages.compact();
            moves.begin(messages, journal);
        }
        changed |= tick || journal.dirty();
        journal.commit();
        moves.tellDelivered();
        for (Arrival arrival : batch) {
            if (!arrival.refused) {
                arrival.part.identity().ifPresent(confirmed);
            }
        }
    }

    /** Asked here, and not only when the part came: while it waits for the disk its message may be delivered. */
    private boolean isKnown(Arrival arrival) {
        return arrival.mayBeKnown
                && (messages.isUndelivered(arrival.part) || moves.wasDelivered(PartId.of(arrival.part)));
    }

    private void report(Arrival arrival, Exception failure) {
        Exception reason = failure == null && arrival.refused
                ? new IllegalStateException("the store of long messages is full")
                : failure;
        executor.execute(() -> arrival.stored.accept(reason));
    }

    private void failure(Exception failure) {
        if (!failing) {
            LOG.error(
                    "The store of long messages cannot work with {}: {}; the SMSC is asked to try again until it can",
                    folder,
                    failure.toString());
            LOG.debug("The store of long messages", failure);
        }
        failing = true;
        reopen();
    }

    private void settle(long now) throws IOException {
        moves.settle(messages);
        for (Outcome outcome = outcomes.poll(); outcome != null; outcome = outcomes.poll()) {
            onTheirWay.remove(outcome.message());
            LongMessage message = messages.undelivered(outcome.message());
            if (message == null) {
                continue;
            }
            if (outcome.taken()) {
                moves.delivered(message);
                messages.remove(message);
                nextTick = 0; // there may be others that wait for their turn
            } else {
                message.failed(now, limits);
                metrics.failed();
            }
        }
    }

    private void dispatch(long now) throws IOException {
        if (!recipient.ready()) {
            return;
        }
        for (LongMessage message : List.copyOf(messages.undelivered())) {
            if (onTheirWay.size() >= limits.inProgress()) {
                return;
            }
            if (onTheirWay.contains(message.id())) {
                continue;
            }
            if (moves.wereDelivered(message)) {
                messages.remove(message); // by another node, while this one was away
            } else if (message.isDue(now)) {
                List<byte[]> parts = new ArrayList<>(message.parts().size());
                for (LongMessage.StoredPart part : message.parts()) {
                    JournalRecord record = JournalRecord.decode(ByteBuffer.wrap(journal.read(part.place())));
                    parts.add(((JournalRecord.Part) record).json());
                }
                onTheirWay.add(message.id());
                recipient.take(message.application(), parts, taken -> {
                    outcomes.add(new Outcome(message.id(), taken));
                    commits.wake();
                });
            }
        }
    }

    /** What was said to be stored is on the disk; what is in memory may be more. */
    private void reopen() {
        messages = null;
        nextTick = 0;
        try {
            journal.close();
            TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
        } catch (IOException e) {
            LOG.error("The journal in {} cannot be closed", folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Parts that were taken are stored still; messages on their way count as undelivered and are delivered again after
     * the next start.
     */
    @Override
    public void close() {
        commits.close();
    }
}

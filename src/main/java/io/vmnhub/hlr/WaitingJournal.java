// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import io.vmnhub.batch.BatchWriter;
import io.vmnhub.batch.GroupCommit;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps message waiting data as it changes: numbers that have changed are written as they are when their turn comes, as
 * many in one transaction as have gathered. Nobody waits for it: a change ends when it is on the disk. What could not
 * be written is tried again until it is.
 */
final class WaitingJournal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingJournal.class);
    private static final int MOST_WAITING = 20_000;
    private static final int MOST_AT_ONCE = 500;
    private static final long CLOSE_MILLIS = 5_000;
    private static final long WRITE_WITHIN_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long BETWEEN_TRIES_NANOS = Duration.ofSeconds(2).toNanos();

    private final WaitingStore store;
    private final Function<String, Optional<MessageWaiting>> current;
    private final Consumer<List<MessageWaiting>> loaded;
    private final GroupCommit<Change> commits;
    private final Set<String> unwritten = ConcurrentHashMap.newKeySet();
    private final Map<String, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
    private boolean isLoaded;
    private boolean failing;
    private long nextTry = System.nanoTime();

    private record Change(String msisdn, long since, CompletableFuture<Void> done) {}

    /**
     * @param current what a number has now
     * @param loaded gets, once, what an earlier run has left
     */
    WaitingJournal(
            WaitingStore store,
            Function<String, Optional<MessageWaiting>> current,
            Consumer<List<MessageWaiting>> loaded) {
        this.store = store;
        this.current = current;
        this.loaded = loaded;
        commits = new GroupCommit<>(
                new GroupCommit.Limits(MOST_WAITING, MOST_AT_ONCE, CLOSE_MILLIS),
                this::ended,
                () -> new IllegalStateException("the hub has stopped"));
    }

    void start() {
        commits.start("message-waiting", new Writer());
    }

    /** Ends well when what the number has, which has not changed by now, is on the disk. */
    CompletableFuture<Void> unchanged(String msisdn) {
        CompletableFuture<Void> pending = underWay.get(msisdn);
        if (pending != null) {
            return pending;
        }
        return unwritten.contains(msisdn) ? changed(msisdn) : CompletableFuture.completedFuture(null);
    }

    /** Ends well when what the number has now is on the disk. */
    CompletableFuture<Void> changed(String msisdn) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        underWay.put(msisdn, done);
        done.whenComplete((kept, failure) -> underWay.remove(msisdn, done));
        if (!commits.offer(new Change(msisdn, System.nanoTime(), done))) {
            unwritten.add(msisdn);
            done.completeExceptionally(
                    commits.refusal("too many changes of message waiting data wait for the database"));
        }
        return done;
    }

    private void ended(Change change, Exception failure) {
        if (failure == null) {
            change.done().complete(null);
        } else {
            unwritten.add(change.msisdn());
            change.done().completeExceptionally(failure);
        }
    }

    private final class Writer implements BatchWriter<Change> {

        @Override
        public void open() {
            load();
        }

        @Override
        public void commit(List<Change> batch) throws SQLException {
            write(batch.stream().map(Change::msisdn).toList());
        }

        /** A failure of one number is most likely one of all. */
        @Override
        public AfterFailure failed(List<Change> batch, Exception failure) {
            return batch.size() > 1 && !(failure instanceof SQLException)
                    ? AfterFailure.TAKE_APART
                    : AfterFailure.FAILED;
        }

        @Override
        public Exception late(Change change, Exception last) {
            return System.nanoTime() - change.since() > WRITE_WITHIN_NANOS
                    ? new IllegalStateException("the database was not ready in time", last)
                    : null;
        }

        @Override
        public void tend() {
            if (System.nanoTime() - nextTry < 0) {
                return;
            }
            nextTry = System.nanoTime() + BETWEEN_TRIES_NANOS;
            if (!isLoaded) {
                load();
            }
            if (!unwritten.isEmpty()) {
                writeAgain();
            }
        }
    }

    private void load() {
        try {
            List<MessageWaiting> found = store.load();
            isLoaded = true;
            loaded.accept(found);
        } catch (SQLException e) {
            report("Message waiting data cannot be read, and is tried again", e);
        }
    }

    private void writeAgain() {
        List<String> some = unwritten.stream().limit(MOST_AT_ONCE).toList();
        unwritten.removeAll(some);
        try {
            write(some);
        } catch (SQLException | RuntimeException e) {
            unwritten.addAll(some);
            report("Message waiting data is not written, and is tried again", e);
        }
    }

    private void write(List<String> numbers) throws SQLException {
        Map<String, Optional<MessageWaiting>> rows = new HashMap<>();
        numbers.forEach(number -> rows.put(number, current.apply(number)));
        store.write(rows);
        if (failing) {
            failing = false;
            LOG.info("Message waiting data is written again");
        }
    }

    private void report(String what, Exception failure) {
        if (!failing) {
            failing = true;
            LOG.error("{}: {}", what, failure.getMessage());
        }
    }

    /** Writes what is waiting, and ends. */
    @Override
    public void close() {
        commits.close();
    }
}

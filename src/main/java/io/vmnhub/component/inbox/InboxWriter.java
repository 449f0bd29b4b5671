// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import io.vmnhub.batch.BatchWriter;
import io.vmnhub.batch.GroupCommit;
import io.vmnhub.database.SqlFailure;
import io.vmnhub.sms.ShortMessage;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;

/**
 * Stores messages, as many in one transaction as have come while the last one was written: one commit is what costs.
 * One thread of its own.
 */
final class InboxWriter implements AutoCloseable {

    /** By a deadlock, for one: the messages by themselves may pass. */
    private static final String ROLLED_BACK = "40";

    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 500;
    private static final long CLOSE_MILLIS = 5_000;

    private final InboxTable table;
    private final ObjIntConsumer<String> stored;
    private final GroupCommit<Pending> commits;

    private record Pending(InboxTable.Entry entry, CompletableFuture<Void> done) {}

    /** @param stored gets the application of messages that are in the table, and how many have come */
    InboxWriter(InboxTable table, ObjIntConsumer<String> stored) {
        this.table = table;
        this.stored = stored;
        commits = new GroupCommit<>(
                new GroupCommit.Limits(MOST_WAITING, MOST_AT_ONCE, CLOSE_MILLIS),
                InboxWriter::end,
                InboxBusyException::new);
        commits.start("inbox-writer", new Inserts());
    }

    private static void end(Pending pending, Exception failure) {
        if (failure == null) {
            pending.done().complete(null);
        } else {
            pending.done().completeExceptionally(failure);
        }
    }

    /** Ends well when the message has been committed. */
    CompletableFuture<Void> store(String application, ShortMessage message) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (!commits.offer(new Pending(new InboxTable.Entry(application, message), done))) {
            done.completeExceptionally(new InboxBusyException());
        }
        return done;
    }

    private final class Inserts implements BatchWriter<Pending> {

        @Override
        public void commit(List<Pending> batch) throws SQLException {
            table.insert(batch.stream().map(Pending::entry).toList());
            batch.stream()
                    .collect(Collectors.groupingBy(one -> one.entry().application(), Collectors.summingInt(one -> 1)))
                    .forEach(stored::accept);
        }

        /** A database that is away would keep each message of the batch waiting for a connection. */
        @Override
        public AfterFailure failed(List<Pending> batch, Exception failure) {
            if (batch.size() == 1 && isThere(failure)) {
                return AfterFailure.COMMITTED;
            }
            return failure instanceof SQLException sql
                            && SqlFailure.of(sql) == SqlFailure.TRANSIENT
                            && !String.valueOf(sql.getSQLState()).startsWith(ROLLED_BACK)
                    ? AfterFailure.FAILED
                    : AfterFailure.TAKE_APART;
        }
    }

    /** The same message was stored before, and its sender did not learn of it in time. */
    private static boolean isThere(Exception failure) {
        return failure instanceof SQLException sql && SqlFailure.of(sql) == SqlFailure.DUPLICATE;
    }

    /** Stores what is waiting, and ends. */
    @Override
    public void close() {
        commits.close();
    }
}

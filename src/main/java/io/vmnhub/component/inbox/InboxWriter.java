// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import io.vmnhub.sms.ShortMessage;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;

/**
 * Stores messages, as many in one transaction as have come while the last one was written: one commit is what costs.
 * One thread of its own.
 */
final class InboxWriter implements AutoCloseable {

    private static final String DUPLICATE_KEY = "23505";
    private static final int DUPLICATE_IN_MARIADB = 1062;
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_AT_ONCE = 500;

    private final BlockingQueue<Pending> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final InboxTable table;
    private final ObjIntConsumer<String> stored;
    private final Thread thread;
    private volatile boolean closed;

    private record Pending(InboxTable.Entry entry, CompletableFuture<Void> done) {}

    /** @param stored told the application of messages that are in the table, and how many have come */
    InboxWriter(InboxTable table, ObjIntConsumer<String> stored) {
        this.table = table;
        this.stored = stored;
        thread = new Thread(this::run, "inbox-writer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends well when the message has been committed. */
    CompletableFuture<Void> store(String application, ShortMessage message) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (closed || !waiting.offer(new Pending(new InboxTable.Entry(application, message), done))) {
            done.completeExceptionally(new InboxBusyException());
        }
        return done;
    }

    private void run() {
        try {
            while (!closed || !waiting.isEmpty()) {
                List<Pending> batch = new ArrayList<>();
                batch.add(waiting.take());
                waiting.drainTo(batch, MOST_AT_ONCE - 1);
                write(batch);
            }
        } catch (InterruptedException e) {
            closed = true; // by close(): what is left is failed below
        }
        List<Pending> left = new ArrayList<>();
        waiting.drainTo(left);
        left.forEach(one -> one.done().completeExceptionally(new InboxBusyException()));
    }

    private void write(List<Pending> batch) {
        try {
            table.insert(batch.stream().map(Pending::entry).toList());
        } catch (SQLException | RuntimeException e) {
            if (batch.size() == 1 && isThere(e)) {
                batch.get(0).done().complete(null);
            } else if (batch.size() == 1) {
                batch.get(0).done().completeExceptionally(e);
            } else {
                batch.forEach(one -> write(List.of(one))); // one bad message does not take the others with it
            }
            return;
        }
        batch.stream()
                .collect(Collectors.groupingBy(one -> one.entry().application(), Collectors.summingInt(one -> 1)))
                .forEach(stored::accept);
        batch.forEach(one -> one.done().complete(null));
    }

    /** The same message was stored before, and whoever stored it was not told in time. */
    private static boolean isThere(Exception failure) {
        return failure instanceof SQLException sql
                && (DUPLICATE_KEY.equals(sql.getSQLState()) || sql.getErrorCode() == DUPLICATE_IN_MARIADB);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}

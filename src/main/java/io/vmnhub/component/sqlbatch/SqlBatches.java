// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import io.vmnhub.database.SqlFailure;
import io.vmnhub.exchange.NeverConfirmedException;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.log.FailureReason;
import io.vmnhub.log.ThrottledLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts rows in batches: a few threads take what has gathered in a bounded queue, insert it in one transaction, and
 * end all of its rows when it is committed. The more rows arrive while a commit is under way, the more share the next
 * one.
 *
 * <p>A transient failure is tried again until the rows' deadlines. After any other failure the batch is taken apart and
 * its rows are inserted one by one, so that one bad row harms no other. A commit whose answer was lost is tried again
 * too: the row is there twice only when the table has no unique key for the message id.
 */
final class SqlBatches implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqlBatches.class);

    private final ThrottledLog lines = new ThrottledLog(LOG);
    private static final long POLL_MILLIS = 200;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final DataSource dataSource;
    private final String sql;
    private final int batchSize;
    private final boolean duplicateIsConfirmed;
    private final BlockingQueue<SqlRow> queue;
    private final List<Thread> workers = new ArrayList<>();
    private volatile boolean running = true;

    SqlBatches(
            DataSource dataSource,
            String sql,
            int batchSize,
            int connections,
            int queueSize,
            boolean duplicateIsConfirmed) {
        this.dataSource = dataSource;
        this.sql = sql;
        this.batchSize = batchSize;
        this.duplicateIsConfirmed = duplicateIsConfirmed;
        this.queue = new ArrayBlockingQueue<>(queueSize);
        for (int i = 0; i < connections; i++) {
            Thread worker = new Thread(this::work, "sql-batch-" + i);
            worker.setDaemon(true);
            workers.add(worker);
            worker.start();
        }
    }

    /** @return false when the queue is full, and nothing becomes of the row */
    boolean offer(SqlRow row) {
        return running && queue.offer(row);
    }

    /** So that the first messages do not wait while a database is opened and its tables are made. */
    private void connect() {
        try (Connection connection = dataSource.getConnection()) {
            LOG.debug("sql: connected, {}", connection.getMetaData().getDatabaseProductName());
        } catch (SQLException e) {
            LOG.debug("sql: not connected yet: {}", e.getSQLState());
        }
    }

    private void work() {
        connect();
        while (running || !queue.isEmpty()) {
            List<SqlRow> batch = new ArrayList<>();
            try {
                SqlRow first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                queue.drainTo(batch, batchSize - 1);
                insert(batch);
            } catch (InterruptedException e) {
                batch.forEach(row -> row.end(new NotConfirmedException("sql: stopped before the commit")));
                return;
            } catch (RuntimeException e) {
                lines.warn(
                        "",
                        "batch " + FailureReason.of(e),
                        () -> "A batch of " + batch.size() + " rows failed in the hub: " + FailureReason.of(e));
                LOG.debug("A batch of {} rows failed in the hub", batch.size(), e);
                batch.forEach(row -> row.end(new NotConfirmedException("sql: " + FailureReason.of(e), e)));
            }
        }
    }

    private void insert(List<SqlRow> batch) throws InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        SQLException last = null;
        while (!batch.isEmpty()) {
            endLate(batch, last);
            if (batch.isEmpty()) {
                return;
            }
            try {
                commit(batch);
                batch.forEach(row -> row.end(null));
                return;
            } catch (SQLException e) {
                last = e;
                SqlFailure failure = SqlFailure.of(e);
                if (failure != SqlFailure.TRANSIENT && batch.size() > 1) {
                    for (SqlRow row : batch) {
                        insert(new ArrayList<>(List.of(row)));
                    }
                    return;
                }
                if (failure == SqlFailure.DUPLICATE && duplicateIsConfirmed) {
                    batch.get(0).end(null);
                    return;
                }
                if (failure != SqlFailure.TRANSIENT) {
                    batch.get(0).end(refused(e));
                    return;
                }
                if (!running) {
                    batch.forEach(row -> row.end(refused(e)));
                    return;
                }
                Thread.sleep(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
    }

    private static void endLate(List<SqlRow> batch, SQLException last) {
        for (Iterator<SqlRow> rows = batch.iterator(); rows.hasNext(); ) {
            SqlRow row = rows.next();
            if (row.isLate()) {
                rows.remove();
                row.end(
                        last == null
                                ? new NotConfirmedException("sql: no commit in time, the database is too slow")
                                : refused(last));
            }
        }
    }

    private void commit(List<SqlRow> batch) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (SqlRow row : batch) {
                    for (int i = 0; i < row.values().length; i++) {
                        statement.setObject(i + 1, row.values()[i]);
                    }
                    statement.addBatch();
                }
                statement.executeBatch();
                connection.commit();
            } catch (SQLException e) {
                rollBack(connection, e);
                throw e;
            } catch (AssertionError e) {
                // PostgreSQL's driver throws it when it finds its connection closed in the middle of a batch
                throw new SQLRecoverableException("the driver gave up its connection", "08006", e);
            }
        }
    }

    private static void rollBack(Connection connection, SQLException cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Only the state, number and type: a database's message may hold the row's values. */
    private static NotConfirmedException refused(SQLException e) {
        String what = "sql: " + FailureReason.of(e) + ", error " + e.getErrorCode();
        SqlFailure failure = SqlFailure.of(e);
        return failure == SqlFailure.PERMANENT || failure == SqlFailure.DUPLICATE
                ? new NeverConfirmedException(what, e)
                : new NotConfirmedException(what, e);
    }

    /** Inserts what is queued and ends. */
    @Override
    public void close() {
        running = false;
        for (Thread worker : workers) {
            try {
                worker.join(TimeUnit.SECONDS.toMillis(5));
                worker.interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        for (SqlRow row = queue.poll(); row != null; row = queue.poll()) {
            row.end(new NotConfirmedException("sql: stopped before the commit"));
        }
    }
}

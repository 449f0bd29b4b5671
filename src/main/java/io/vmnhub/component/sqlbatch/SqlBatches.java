// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import io.vmnhub.batch.BatchWriter;
import io.vmnhub.batch.GroupCommit;
import io.vmnhub.database.SqlFailure;
import io.vmnhub.database.Transactions;
import io.vmnhub.exchange.NeverConfirmedException;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.log.FailureReason;
import io.vmnhub.log.ThrottledLog;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inserts rows in batches: a few threads take what has gathered in a bounded queue, insert it in one transaction, and
 * end all of its rows when it is committed. The more rows arrive while a commit is under way, the more share the next
 * one.
 *
 * <p>A transient failure is tried again until the rows' deadlines. After any other failure the batch is taken apart, so
 * that one bad row harms no other. A commit whose answer was lost is tried again too: the row is there twice only when
 * the table has no unique key for the message id.
 */
final class SqlBatches implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqlBatches.class);

    private static final long CLOSE_MILLIS = 5_000;

    private final DataSource dataSource;
    private final Transactions transactions;
    private final String sql;
    private final boolean duplicateIsConfirmed;
    private final GroupCommit<SqlRow> commits;
    private final ThrottledLog lines = new ThrottledLog(LOG);

    SqlBatches(
            DataSource dataSource,
            String sql,
            int batchSize,
            int connections,
            int queueSize,
            boolean duplicateIsConfirmed) {
        this.dataSource = dataSource;
        transactions = new Transactions(dataSource);
        this.sql = sql;
        this.duplicateIsConfirmed = duplicateIsConfirmed;
        commits = new GroupCommit<>(
                new GroupCommit.Limits(queueSize, batchSize, CLOSE_MILLIS),
                SqlRow::end,
                () -> new NotConfirmedException("sql: stopped before the commit"));
        for (int i = 0; i < connections; i++) {
            commits.start("sql-batch-" + i, new Inserts());
        }
    }

    /** @return false when the queue is full, and nothing becomes of the row */
    boolean offer(SqlRow row) {
        return commits.offer(row);
    }

    private final class Inserts implements BatchWriter<SqlRow> {

        /** So that the first messages do not wait while a database is opened and its tables are made. */
        @Override
        public void open() {
            try (Connection connection = dataSource.getConnection()) {
                LOG.debug("sql: connected, {}", connection.getMetaData().getDatabaseProductName());
            } catch (SQLException e) {
                LOG.debug("sql: not connected yet: {}", e.getSQLState());
            }
        }

        @Override
        public Exception late(SqlRow row, Exception last) {
            if (!row.isLate()) {
                return null;
            }
            return last == null ? new NotConfirmedException("sql: no commit in time, the database is too slow") : last;
        }

        @Override
        public void commit(List<SqlRow> batch) throws NotConfirmedException {
            try {
                insert(batch);
            } catch (SQLException e) {
                throw refused(e);
            } catch (RuntimeException e) {
                lines.warn(
                        "",
                        "batch " + FailureReason.of(e),
                        () -> "A batch of " + batch.size() + " rows failed in the hub: " + FailureReason.of(e));
                LOG.debug("A batch of {} rows failed in the hub", batch.size(), e);
                throw new NotConfirmedException("sql: " + FailureReason.of(e), e);
            }
        }

        @Override
        public AfterFailure failed(List<SqlRow> batch, Exception failure) {
            SqlFailure cause = failure.getCause() instanceof SQLException sql ? SqlFailure.of(sql) : SqlFailure.UNCLEAR;
            if (cause == SqlFailure.TRANSIENT) {
                return commits.isOpen() ? AfterFailure.AGAIN : AfterFailure.FAILED;
            }
            return cause == SqlFailure.DUPLICATE && duplicateIsConfirmed && batch.size() == 1
                    ? AfterFailure.COMMITTED
                    : AfterFailure.TAKE_APART;
        }
    }

    private void insert(List<SqlRow> batch) throws SQLException {
        transactions.run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (SqlRow row : batch) {
                    for (int i = 0; i < row.values().length; i++) {
                        statement.setObject(i + 1, row.values()[i]);
                    }
                    statement.addBatch();
                }
                return statement.executeBatch();
            }
        });
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
        commits.close();
    }
}

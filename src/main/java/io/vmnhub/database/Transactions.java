// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import javax.sql.DataSource;

/** Transactions of one database, each with a connection of its own. Safe to share between threads. */
public final class Transactions {

    private final DataSource dataSource;

    /** What one transaction consists of. */
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    public Transactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Does the work and commits it. Blocks until the database has answered.
     *
     * @return what the work returns
     * @throws SQLException when the work or its commit failed, and the work was rolled back
     */
    public <T> T run(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            } catch (AssertionError e) {
                // PostgreSQL's driver throws it when it finds its connection closed in the middle of a batch
                throw new SQLRecoverableException("the driver gave up its connection", "08006", e);
            }
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}

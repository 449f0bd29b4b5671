// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.database;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/**
 * What a failure of a database means for the rows. The codes are SQLSTATEs, and where MariaDB gives only HY000 or
 * 23000, its own numbers.
 */
public enum SqlFailure {

    /** A deadlock, a lost connection, a database that starts or stops: the same rows may pass a moment later. */
    TRANSIENT,
    /** A row with this key is there already. */
    DUPLICATE,
    /**
     * The row, or the statement, will never pass: a value too long, a null where none may be, a table that is not
     * there.
     */
    PERMANENT,
    /** Something else, which may pass later or not. */
    UNCLEAR;

    // 08 connection, 25006 a standby before it takes over, 40 rollback by deadlock or serialization, 53 resources, 57P
    // shutdown, 57014 a
    // statement's time is over, 55P03 and HYT0 locks, 90 H2's closed objects, 90131 H2's concurrent updates
    private static final String PASSES =
            "08...|25006|40...|53...|57P..|57014|55P03|HYT0.|9000[07]|90067|90098|90121|90131";
    // a lock's time is over, read-only before a takeover, disk full, table full
    private static final Set<Integer> MARIADB_PASSES = Set.of(1205, 1290, 1836, 1021, 1114);
    private static final Set<Integer> MARIADB_DUPLICATE = Set.of(1062, 1586);
    // 0A not supported, 21 cardinality, 22 data, 23 integrity, 42 syntax, names and rights, 44 check option
    private static final String NEVER = "(0A|21|22|23|42|44)...";
    // a column without value and default, a value that does not fit
    private static final Set<Integer> MARIADB_NEVER = Set.of(1364, 1366);

    public static SqlFailure of(SQLException failure) {
        SQLException cause = root(failure);
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        int number = state.equals("HY000") || state.equals("23000") ? cause.getErrorCode() : 0;
        if (cause instanceof SQLTransientException
                || cause instanceof SQLRecoverableException
                || cause instanceof SQLNonTransientConnectionException
                || state.matches(PASSES)
                || MARIADB_PASSES.contains(number)) {
            return TRANSIENT;
        }
        if (state.equals("23505") || MARIADB_DUPLICATE.contains(number)) {
            return DUPLICATE;
        }
        return state.matches(NEVER) || MARIADB_NEVER.contains(number) ? PERMANENT : UNCLEAR;
    }

    /**
     * The failure that a batch's hides: PostgreSQL's driver and H2's have it as the next one, MariaDB's as the cause.
     */
    private static SQLException root(SQLException failure) {
        SQLException root = failure;
        while (root instanceof BatchUpdateException) {
            SQLException inner = root.getNextException() != null
                    ? root.getNextException()
                    : root.getCause() instanceof SQLException cause ? cause : null;
            if (inner == null) {
                return root;
            }
            root = inner;
        }
        return root;
    }
}

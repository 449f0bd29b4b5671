package io.vmnhub.northbound.sql;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;

/** What a failure of a database means for the rows. */
public enum SqlFailure {

    /** A deadlock, a lost connection, a database that starts or stops: the same rows may pass a moment later. */
    TRANSIENT,
    /** A row with this key is there already. */
    DUPLICATE,
    /** The row, or the statement, will never pass. */
    PERMANENT;

    public static SqlFailure of(SQLException failure) {
        SQLException cause = failure;
        while (cause instanceof BatchUpdateException && cause.getNextException() != null) {
            cause = cause.getNextException();
        }
        if (cause instanceof SQLTransientException || cause instanceof SQLRecoverableException
                || cause instanceof SQLNonTransientConnectionException) {
            return TRANSIENT;
        }
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        if (state.equals("23505")) {
            return DUPLICATE;
        }
        // 08 connection, 40 rollback by deadlock or serialization, 53 resources, 57P shutdown, 55P03 and HYT00 locks, 90 H2's closed objects
        return state.matches("08...|40...|53...|57P..|55P03|HYT0.|9000[07]|90067|90098|90121") ? TRANSIENT : PERMANENT;
    }
}

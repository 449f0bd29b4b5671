// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.vmnhub.database.SqlFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/**
 * Deletes the rows of a table that are older than its retention, the oldest first, some thousands in a transaction. Not
 * thread-safe.
 */
final class OldRows {

    private static final int CHUNK = 5_000;
    private static final Duration BETWEEN_DELETIONS = Duration.ofMinutes(10);

    private final DataSource dataSource;
    private final SqlFile sql;
    private final Duration keep;
    private final Clock clock;
    private final BooleanSupplier isOurTurn;
    private Instant nextDeletion;

    /**
     * @param sql has the statements {@code last of a chunk} and {@code delete older}
     * @param keep how long a row is kept
     * @param isOurTurn whether this node deletes: of those that share a database one does
     */
    OldRows(DataSource dataSource, SqlFile sql, Duration keep, Clock clock, BooleanSupplier isOurTurn) {
        this.isOurTurn = isOurTurn;
        this.dataSource = dataSource;
        this.sql = sql;
        this.keep = keep;
        this.clock = clock;
        nextDeletion = clock.instant();
    }

    /** To be called again and again. */
    void tend() throws SQLException {
        if (!clock.instant().isBefore(nextDeletion) && isOurTurn.getAsBoolean()) {
            nextDeletion = clock.instant().plus(BETWEEN_DELETIONS);
            if (deleteSome(clock.instant().minus(keep)) >= CHUNK) {
                nextDeletion = clock.instant(); // there are more, after the next batch
            }
        }
    }

    /** Deletes about as many as make a transaction of reasonable size. */
    private int deleteSome(Instant limit) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Instant end = limit;
            try (PreparedStatement last = connection.prepareStatement(sql.get("last of a chunk"))) {
                last.setObject(1, RecordRow.at(limit));
                last.setInt(2, CHUNK - 1);
                ResultSet found = last.executeQuery();
                if (found.next()) {
                    end = found.getObject(1, OffsetDateTime.class).toInstant().plusMillis(1);
                }
            }
            try (PreparedStatement delete = connection.prepareStatement(sql.get("delete older"))) {
                delete.setObject(1, RecordRow.at(end.isBefore(limit) ? end : limit));
                return delete.executeUpdate();
            }
        }
    }
}

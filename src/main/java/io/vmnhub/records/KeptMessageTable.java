// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.database.SqlFailure;
import io.vmnhub.database.SqlFile;
import io.vmnhub.database.SqlText;
import io.vmnhub.database.Transactions;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.sms.ShortMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** Messages in the table {@code kept_message}, one row each, in their JSON form. */
final class KeptMessageTable implements RecordTarget<KeptMessage> {

    private final SqlFile sql = new SqlFile(KeptMessageTable.class, "kept-messages.sql");
    private final ObjectMapper mapper = ShortMessageModule.objectMapper();
    private final DataSource dataSource;
    private final Transactions transactions;
    private final OldRows oldRows;

    /** @param isOurTurn whether this node deletes old rows */
    KeptMessageTable(DataSource dataSource, Duration keep, Clock clock, BooleanSupplier isOurTurn) {
        this.dataSource = dataSource;
        transactions = new Transactions(dataSource);
        oldRows = new OldRows(dataSource, sql, keep, clock, isOurTurn);
    }

    /** One that the table refuses harms no other. */
    @Override
    public int write(List<KeptMessage> batch) throws SQLException {
        try {
            insert(batch);
            return 0;
        } catch (SQLException e) {
            if (isTransient(e)) {
                throw e;
            }
            int refused = 0;
            for (KeptMessage one : batch) {
                refused += isTaken(one) ? 0 : 1;
            }
            return refused;
        }
    }

    private boolean isTaken(KeptMessage one) throws SQLException {
        try {
            insert(List.of(one));
            return true;
        } catch (SQLException e) {
            if (isTransient(e)) {
                throw e;
            }
            return SqlFailure.of(e) == SqlFailure.DUPLICATE;
        }
    }

    private void insert(List<KeptMessage> messages) throws SQLException {
        transactions.run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(sql.get("insert"))) {
                for (KeptMessage one : messages) {
                    insert.setString(1, one.message().id());
                    insert.setString(2, SqlText.of(one.application()));
                    insert.setObject(3, RecordRow.at(one.keptAt()));
                    insert.setString(4, json(one.message()));
                    insert.addBatch();
                }
                return insert.executeBatch();
            }
        });
    }

    private String json(ShortMessage message) throws SQLException {
        try {
            return SqlText.ofJson(mapper.writeValueAsString(message));
        } catch (JsonProcessingException e) {
            throw new SQLException("message " + message.id() + " has no JSON form", e);
        }
    }

    Optional<KeptMessage> find(String messageId) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql.get("find"))) {
            select.setString(1, messageId);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new KeptMessage(
                                row.getString(1),
                                row.getObject(2, OffsetDateTime.class).toInstant(),
                                mapper.readValue(row.getString(3), ShortMessage.class)))
                        : Optional.empty();
            }
        } catch (JsonProcessingException e) {
            throw new SQLException("kept_message holds a message that cannot be read: " + messageId, e);
        }
    }

    @Override
    public boolean isTransient(Exception failure) {
        return failure instanceof SQLException sqlFailure && SqlFailure.of(sqlFailure) == SqlFailure.TRANSIENT;
    }

    @Override
    public void tend() throws SQLException {
        oldRows.tend();
    }

    @Override
    public void close() {
        // each batch is committed by itself
    }
}

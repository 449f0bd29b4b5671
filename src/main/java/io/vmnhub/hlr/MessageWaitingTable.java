// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import io.vmnhub.database.SqlFile;
import io.vmnhub.database.Transactions;
import io.vmnhub.hlr.MessageWaiting.Cause;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** Message waiting data in the tables {@code message_waiting} and {@code message_waiting_centre}. */
public final class MessageWaitingTable implements WaitingStore {

    private final SqlFile sql = new SqlFile(MessageWaitingTable.class, "message-waiting.sql");
    private final DataSource dataSource;
    private final Transactions transactions;
    private final BooleanSupplier exists;

    /** @param exists whether there may be data of an earlier run: a database that nobody has used is not opened */
    public MessageWaitingTable(DataSource dataSource, BooleanSupplier exists) {
        this.dataSource = dataSource;
        transactions = new Transactions(dataSource);
        this.exists = exists;
    }

    @Override
    public List<MessageWaiting> load() throws SQLException {
        if (!exists.getAsBoolean()) {
            return List.of();
        }
        Map<String, MessageWaiting> numbers = new LinkedHashMap<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql.get("numbers"));
                PreparedStatement centres = connection.prepareStatement(sql.get("centres"))) {
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    numbers.put(
                            found.getString(1),
                            new MessageWaiting(
                                    found.getString(1),
                                    found.getString(2),
                                    cause(found.getString(3)),
                                    found.getInt(4) != 0,
                                    List.of()));
                }
            }
            try (ResultSet found = centres.executeQuery()) {
                while (found.next()) {
                    WaitingCentre centre = new WaitingCentre(
                            found.getString(2), found.getInt(3), instant(found, 4), instant(found, 5));
                    numbers.computeIfPresent(found.getString(1), (number, waiting) -> waiting.with(centre));
                }
            }
        }
        return List.copyOf(numbers.values());
    }

    private static Instant instant(ResultSet found, int column) throws SQLException {
        return found.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static String word(Cause cause) {
        return switch (cause) {
            case NONE -> "none";
            case APPLICATION -> "application";
            case SUSPENDED -> "suspended";
        };
    }

    private static Cause cause(String word) throws SQLException {
        return switch (word) {
            case "none" -> Cause.NONE;
            case "application" -> Cause.APPLICATION;
            case "suspended" -> Cause.SUSPENDED;
            default ->
                throw new SQLException(
                        "message_waiting.cause is '" + word + "', but must be none, application or suspended");
        };
    }

    @Override
    public void write(Map<String, Optional<MessageWaiting>> numbers) throws SQLException {
        transactions.run(connection -> {
            delete(connection, sql.get("delete-centres"), numbers.keySet());
            delete(connection, sql.get("delete-number"), numbers.keySet());
            insert(
                    connection,
                    numbers.values().stream().flatMap(Optional::stream).toList());
            return numbers;
        });
    }

    private static void delete(Connection connection, String statement, Set<String> numbers) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(statement)) {
            for (String number : numbers) {
                delete.setString(1, number);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    private void insert(Connection connection, List<MessageWaiting> numbers) throws SQLException {
        if (numbers.isEmpty()) {
            return;
        }
        boolean centres = false;
        try (PreparedStatement number = connection.prepareStatement(sql.get("insert-number"));
                PreparedStatement centre = connection.prepareStatement(sql.get("insert-centre"))) {
            for (MessageWaiting waiting : numbers) {
                number.setString(1, waiting.msisdn());
                number.setString(2, waiting.application());
                number.setString(3, word(waiting.cause()));
                number.setInt(4, waiting.memoryCapacityExceeded() ? 1 : 0);
                number.addBatch();
                for (WaitingCentre one : waiting.centres()) {
                    centre.setString(1, waiting.msisdn());
                    centre.setString(2, one.address());
                    centre.setInt(3, one.version());
                    centre.setObject(4, time(one.since()));
                    centre.setObject(5, time(one.until()));
                    centre.addBatch();
                    centres = true;
                }
            }
            number.executeBatch();
            if (centres) {
                centre.executeBatch();
            }
        }
    }
}

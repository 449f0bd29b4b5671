// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.database.SqlFile;
import io.vmnhub.database.SqlText;
import io.vmnhub.database.Transactions;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.sms.ShortMessage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import javax.sql.DataSource;

/** The table {@code pull_message}. Every call blocks and is one transaction. Thread-safe. */
final class InboxTable {

    private static final Instant FREE = Instant.EPOCH;
    /** Counting stops here: nobody reads more than "many" out of a larger number. */
    private static final int MOST_COUNTED = 10_000;

    private final SqlFile sql = new SqlFile(InboxTable.class, "inbox.sql");
    private final ObjectMapper mapper = ShortMessageModule.objectMapper();
    private final Transactions transactions;
    private final Object oneAtATime = new Object();

    /** One message to be stored. */
    record Entry(String application, ShortMessage message) {}

    private record Row(String id, String body, Timestamp leasedUntil, int deliveries) {}

    private interface Parameters {
        void set(PreparedStatement change, Row row, Instant now) throws SQLException;
    }

    InboxTable(DataSource dataSource) {
        transactions = new Transactions(dataSource);
    }

    void insert(List<Entry> entries) throws SQLException {
        transactions.run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(sql.get("insert"))) {
                for (Entry entry : entries) {
                    insert.setString(1, SqlText.of(entry.application()));
                    insert.setString(2, SqlText.of(entry.message().id()));
                    insert.setString(
                            3, SqlText.of(entry.message().destinationAddress().value()));
                    insert.setString(
                            4, SqlText.of(Selection.firstWord(entry.message().text())));
                    insert.setObject(5, at(entry.message().receivedAt()));
                    insert.setString(6, SqlText.ofJson(json(entry.message())));
                    insert.setObject(7, at(FREE));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return null;
        });
    }

    /** Takes up to {@code most} messages that nobody holds, oldest first, for a while. */
    List<InboxMessage> lease(Selection selection, int most, Duration held) throws SQLException {
        return handOut(selection, most, "lease", (change, row, now) -> {
            change.setObject(1, at(now.plus(held)));
            identify(change, 2, selection.application(), row);
        });
    }

    /** Takes up to {@code most} messages that nobody holds, oldest first, for good. */
    List<InboxMessage> take(Selection selection, int most) throws SQLException {
        return handOut(
                selection, most, "take", (change, row, now) -> identify(change, 1, selection.application(), row));
    }

    private List<InboxMessage> handOut(Selection selection, int most, String how, Parameters parameters)
            throws SQLException {
        return transactions.run(connection -> {
            if (skipsLockedRows(connection)) {
                return handOut(connection, selection, most, "for update skip locked", how, parameters);
            }
            synchronized (oneAtATime) {
                List<InboxMessage> mine = handOut(connection, selection, most, "", how, parameters);
                connection.commit(); // before the next one looks
                return mine;
            }
        });
    }

    private List<InboxMessage> handOut(
            Connection connection, Selection selection, int most, String locking, String how, Parameters parameters)
            throws SQLException {
        Instant now = Instant.now();
        return mine(connection, free(connection, selection, most, now, locking), now, how, parameters);
    }

    /**
     * H2 reads and locks every row of an application where it is to lock a few; it is in this process, so that one may
     * hand out at a time.
     */
    private static boolean skipsLockedRows(Connection connection) throws SQLException {
        return !"H2".equals(connection.getMetaData().getDatabaseProductName());
    }

    private List<Row> free(Connection connection, Selection selection, int most, Instant now, String locking)
            throws SQLException {
        List<Row> free = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql.get("free", "locking", locking))) {
            selected(select, selection);
            select.setObject(6, at(now));
            select.setInt(7, most);
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                free.add(new Row(rows.getString(1), rows.getString(2), rows.getTimestamp(3), rows.getInt(4)));
            }
        }
        return free;
    }

    private static void identify(PreparedStatement change, int first, String application, Row row) throws SQLException {
        change.setString(first, SqlText.of(application));
        change.setString(first + 1, SqlText.of(row.id()));
        change.setTimestamp(first + 2, row.leasedUntil());
    }

    /**
     * Changes only what is still as it was read: not every database keeps others from rows that were selected for
     * update.
     */
    private List<InboxMessage> mine(
            Connection connection, List<Row> free, Instant now, String how, Parameters parameters) throws SQLException {
        List<InboxMessage> mine = new ArrayList<>();
        if (free.isEmpty()) {
            return mine;
        }
        try (PreparedStatement change = connection.prepareStatement(sql.get(how))) {
            for (Row row : free) {
                parameters.set(change, row, now);
                change.addBatch();
            }
            int[] changed = change.executeBatch();
            for (int i = 0; i < changed.length; i++) {
                if (changed[i] == 1) {
                    mine.add(new InboxMessage(
                            message(free.get(i).body()), free.get(i).deliveries() + 1));
                }
            }
        }
        return mine;
    }

    /** Gives messages back before their time is over, or holds them longer. */
    void hold(String application, Collection<String> ids, Duration held) throws SQLException {
        Instant until = held.isZero() ? FREE : Instant.now().plus(held);
        transactions.run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql.get("hold"))) {
                for (String id : ids) {
                    update.setObject(1, at(until));
                    update.setString(2, SqlText.of(application));
                    update.setString(3, SqlText.of(id));
                    update.addBatch();
                }
                return update.executeBatch();
            }
        });
    }

    /**
     * Removes messages for good; those that are not there do not matter.
     *
     * @return how many there were
     */
    int confirm(String application, Collection<String> ids) throws SQLException {
        return transactions.run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(sql.get("confirm"))) {
                for (String id : ids) {
                    delete.setString(1, SqlText.of(application));
                    delete.setString(2, SqlText.of(id));
                    delete.addBatch();
                }
                int deleted = 0;
                for (int count : delete.executeBatch()) {
                    deleted += count;
                }
                return deleted;
            }
        });
    }

    Optional<InboxMessage> find(String application, String id) throws SQLException {
        return transactions.run(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql.get("find"))) {
                select.setString(1, SqlText.of(application));
                select.setString(2, SqlText.of(id));
                ResultSet rows = select.executeQuery();
                return rows.next()
                        ? Optional.of(new InboxMessage(message(rows.getString(1)), rows.getInt(2)))
                        : Optional.empty();
            }
        });
    }

    /** How many messages wait, leased ones included; at most {@value #MOST_COUNTED}. */
    int count(Selection selection) throws SQLException {
        return transactions.run(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql.get("count"))) {
                selected(select, selection);
                select.setInt(6, MOST_COUNTED);
                ResultSet rows = select.executeQuery();
                rows.next();
                return rows.getInt(1);
            }
        });
    }

    /** Gives back what is still as it was handed out. */
    void giveBack(String application, Collection<InboxMessage> leased) throws SQLException {
        transactions.run(connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql.get("give back"))) {
                for (InboxMessage one : leased) {
                    update.setObject(1, at(FREE));
                    update.setString(2, SqlText.of(application));
                    update.setString(3, SqlText.of(one.message().id()));
                    update.setInt(4, one.deliveries());
                    update.addBatch();
                }
                return update.executeBatch();
            }
        });
    }

    /** Messages after a place in the order of coming. */
    InboxPage page(Selection selection, int most, long after) throws SQLException {
        return transactions.run(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql.get("page"))) {
                selected(select, selection);
                select.setLong(6, after);
                select.setInt(7, most + 1);
                ResultSet rows = select.executeQuery();
                List<InboxMessage> messages = new ArrayList<>();
                long last = after;
                while (rows.next()) {
                    if (messages.size() == most) {
                        return new InboxPage(messages, OptionalLong.of(last));
                    }
                    last = rows.getLong(1);
                    messages.add(new InboxMessage(message(rows.getString(2)), rows.getInt(3)));
                }
                return new InboxPage(messages, OptionalLong.empty());
            }
        });
    }

    /** What each application has. */
    List<InboxMetrics.Content> contents() throws SQLException {
        return transactions.run(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql.get("contents"))) {
                select.setObject(1, at(Instant.now()));
                ResultSet rows = select.executeQuery();
                List<InboxMetrics.Content> contents = new ArrayList<>();
                while (rows.next()) {
                    contents.add(new InboxMetrics.Content(
                            rows.getString(1), rows.getLong(2) - rows.getLong(3), rows.getLong(3)));
                }
                return contents;
            }
        });
    }

    /** @return how many of each application */
    Map<String, Integer> deleteOlderThan(Instant limit) throws SQLException {
        return transactions.run(connection -> {
            Map<String, Integer> deleted = new TreeMap<>();
            try (PreparedStatement select = connection.prepareStatement(sql.get("applications with older"));
                    PreparedStatement delete = connection.prepareStatement(sql.get("delete older"))) {
                select.setObject(1, at(limit));
                ResultSet rows = select.executeQuery();
                while (rows.next()) {
                    delete.setObject(1, at(limit));
                    delete.setString(2, SqlText.of(rows.getString(1)));
                    deleted.put(rows.getString(1), delete.executeUpdate());
                }
            }
            return deleted;
        });
    }

    private static void selected(PreparedStatement statement, Selection selection) throws SQLException {
        statement.setString(1, SqlText.of(selection.application()));
        statement.setString(2, SqlText.of(selection.number()));
        statement.setString(3, SqlText.of(selection.number()));
        statement.setString(4, SqlText.of(selection.firstWord()));
        statement.setString(5, SqlText.of(selection.firstWord()));
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private String json(ShortMessage message) {
        try {
            return mapper.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("message " + message.id() + " has no JSON form", e);
        }
    }

    private ShortMessage message(String json) {
        try {
            return mapper.readValue(json, ShortMessage.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a row of pull_message holds no message", e);
        }
    }
}

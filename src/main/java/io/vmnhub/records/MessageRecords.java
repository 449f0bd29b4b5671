// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.vmnhub.database.SqlFile;
import io.vmnhub.database.SqlText;
import io.vmnhub.exchange.MessageOutcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Finds messages in the message log, the newest first. What the last moments have brought is not there yet: rows are
 * written in batches. Every call blocks until the database has answered. Safe to share between threads.
 */
public final class MessageRecords {

    /** A page has at most so many. */
    public static final int MOST = 1_000;

    private final SqlFile sql = new SqlFile(MessageRecords.class, "records.sql");
    private final DataSource dataSource;
    private final RecordRow row = new RecordRow();

    /**
     * Some messages, the newest first.
     *
     * @param next the cursor that brings the page after this one; empty when this is the last
     */
    public record Page(List<LoggedMessage> messages, Optional<String> next) {}

    /** The place of a message in the log's order. */
    private record Place(Instant takenAt, String id) {

        static Place of(String cursor) {
            String[] fields = cursor.split("-", 2);
            if (fields.length != 2 || fields[1].isEmpty() || !fields[0].matches("[0-9]{1,15}")) {
                throw new IllegalArgumentException("'" + cursor + "' is not a cursor that a page has given");
            }
            return new Place(Instant.ofEpochMilli(Long.parseLong(fields[0])), fields[1]);
        }

        String cursor() {
            return takenAt.toEpochMilli() + "-" + id;
        }
    }

    /** @param dataSource the hub's database */
    public MessageRecords(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * @param limit the page's size, 1 to {@value #MOST}
     * @param cursor {@link Page#next()} of the page before; empty for the first
     * @throws IllegalArgumentException when the limit or the cursor is none
     */
    public Page find(MessageCriteria criteria, int limit, Optional<String> cursor) throws SQLException {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("a page has 1 to " + MOST + " messages, not " + limit);
        }
        List<Object> values = new ArrayList<>();
        String select = sql.get("find", "where", where(criteria, cursor.map(Place::of), values));
        List<LoggedMessage> found = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement find = connection.prepareStatement(select)) {
            for (int i = 0; i < values.size(); i++) {
                find.setObject(i + 1, values.get(i) instanceof String text ? SqlText.of(text) : values.get(i));
            }
            find.setInt(values.size() + 1, limit + 1);
            try (ResultSet rows = find.executeQuery()) {
                while (rows.next()) {
                    found.add(row.read(rows));
                }
            }
        }
        if (found.size() <= limit) {
            return new Page(List.copyOf(found), Optional.empty());
        }
        LoggedMessage last = found.get(limit - 1);
        return new Page(
                List.copyOf(found.subList(0, limit)), Optional.of(new Place(last.takenAt(), last.id()).cursor()));
    }

    private static String where(MessageCriteria criteria, Optional<Place> after, List<Object> values) {
        List<String> conditions = new ArrayList<>();
        equal("message_id", criteria.id(), conditions, values);
        equal("destination_address", criteria.to(), conditions, values);
        equal("originating_address", criteria.from(), conditions, values);
        equal("application", criteria.application(), conditions, values);
        equal("service_centre_address", criteria.serviceCentre(), conditions, values);
        equal("outcome", criteria.outcome().map(MessageOutcome::word), conditions, values);
        criteria.since().ifPresent(since -> {
            conditions.add("taken_at >= ?");
            values.add(RecordRow.at(since));
        });
        criteria.until().ifPresent(until -> {
            conditions.add("taken_at < ?");
            values.add(RecordRow.at(until));
        });
        after.ifPresent(place -> {
            conditions.add("taken_at <= ? and (taken_at < ? or message_id < ?)");
            values.add(RecordRow.at(place.takenAt()));
            values.add(RecordRow.at(place.takenAt()));
            values.add(place.id());
        });
        return conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
    }

    private static void equal(String column, Optional<String> value, List<String> conditions, List<Object> values) {
        value.ifPresent(wanted -> {
            conditions.add(column + " = ?");
            values.add(wanted);
        });
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.database.SqlText;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.ScreeningNote;
import io.vmnhub.exchange.SinkOutcome;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A record as a row of {@code message_log}, and back, in the order that {@code records.sql} has. */
final class RecordRow {

    private static final int REASON = 500;
    private static final int RULE = 200;
    private static final int ROUTES = 1_000;
    private static final int SINKS = 4_000;
    private static final TypeReference<List<SinkOutcome>> SINK_LIST = new TypeReference<>() {};

    private final ObjectMapper json = new ObjectMapper();

    void answered(PreparedStatement statement, MessageRecord record) throws SQLException {
        ScreeningNote screening = record.screening();
        set(
                statement,
                at(record.receivedAt()),
                at(record.time()),
                SqlText.of(record.application(), 100),
                SqlText.of(record.from(), 32),
                SqlText.of(record.to(), 32),
                SqlText.of(record.serviceCentre(), 32),
                SqlText.of(record.callingTitle(), 32),
                record.mapVersion(),
                record.alphabet(),
                record.octets(),
                record.part(),
                record.outcome().word(),
                SqlText.of(record.answer(), 64),
                SqlText.of(record.reason(), REASON),
                record.tookMillis(),
                screening == null ? null : screening.list(),
                screening == null ? null : SqlText.of(screening.rule(), RULE),
                screening == null ? null : SqlText.of(screening.outcome(), RULE),
                SqlText.of(String.join(",", record.routes()), ROUTES),
                json(record.sinks()),
                record.identity(),
                record.query() == null ? null : SqlText.ofJson(RecordJson.text(record.query())),
                record.id());
    }

    void ended(PreparedStatement statement, MessageRecord record) throws SQLException {
        set(
                statement,
                at(record.time()),
                record.outcome().word(),
                record.attempts(),
                SqlText.of(record.reason(), REASON),
                json(record.sinks()),
                record.id());
    }

    /** As {@link #ended}, and what a row needs when its answer is not known. */
    void endedAlone(PreparedStatement statement, MessageRecord record) throws SQLException {
        set(
                statement,
                at(record.time()),
                record.outcome().word(),
                record.attempts(),
                SqlText.of(record.reason(), REASON),
                json(record.sinks()),
                record.id(),
                at(record.time()),
                SqlText.of(record.application(), 100));
    }

    LoggedMessage read(ResultSet row) throws SQLException {
        ScreeningNote screening = row.getString(19) == null
                ? null
                : new ScreeningNote(row.getString(19), row.getString(20), row.getString(21));
        return new LoggedMessage(
                instant(row, 1).orElseThrow(),
                instant(row, 2),
                instant(row, 3),
                row.getString(4),
                text(row, 25),
                text(row, 5),
                text(row, 6),
                text(row, 7),
                text(row, 8),
                text(row, 9),
                number(row, 10),
                text(row, 11),
                number(row, 12),
                text(row, 13),
                MessageOutcome.of(row.getString(14))
                        .orElseThrow(() -> new SQLException("message_log holds an outcome that there is not")),
                text(row, 15),
                text(row, 16),
                Optional.ofNullable(row.getObject(17, Long.class)),
                number(row, 18),
                Optional.ofNullable(screening),
                text(row, 22)
                        .filter(routes -> !routes.isEmpty())
                        .map(routes -> List.of(routes.split(",")))
                        .orElse(List.of()),
                Stream.concat(sinks(row, 23).stream(), sinks(row, 24).stream()).toList(),
                query(row, 26));
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i] instanceof String text ? SqlText.of(text) : values[i]);
        }
    }

    /** As many as the column takes. */
    private String json(List<SinkOutcome> sinks) throws SQLException {
        List<SinkOutcome> fitting = new ArrayList<>(sinks);
        while (!fitting.isEmpty()) {
            try {
                String text = SqlText.ofJson(json.writeValueAsString(fitting));
                if (text.length() <= SINKS) {
                    return text;
                }
            } catch (JsonProcessingException e) {
                throw new SQLException("sinks that have no JSON form", e);
            }
            fitting.remove(fitting.size() - 1);
        }
        return null;
    }

    private List<SinkOutcome> sinks(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            return List.of();
        }
        try {
            return json.readValue(text, SINK_LIST);
        } catch (JsonProcessingException e) {
            throw new SQLException("message_log holds sinks that are not JSON", e);
        }
    }

    private static Optional<RoutingQuery> query(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        try {
            return text == null ? Optional.empty() : Optional.of(RecordJson.query(text));
        } catch (IOException | DateTimeException e) {
            throw new SQLException("message_log holds a query that cannot be read", e);
        }
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static Optional<String> text(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static Optional<Integer> number(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Integer.class));
    }
}

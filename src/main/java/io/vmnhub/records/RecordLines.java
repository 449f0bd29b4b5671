// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vmnhub.exchange.ScreeningNote;
import io.vmnhub.exchange.SinkOutcome;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/**
 * Writes records as lines of JSON, field by field, since every message gets one. Fields that are null or empty are left
 * out. Of one thread.
 */
final class RecordLines implements Closeable {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;
    private long second = Long.MIN_VALUE;
    private String secondText = "";

    /** @param out is flushed by {@link #flush}, and closed by {@link #close} */
    RecordLines(OutputStream out) throws IOException {
        json = JSON.createGenerator(out)
                .setRootValueSeparator(null)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
    }

    void write(MessageRecord record) throws IOException {
        json.writeStartObject();
        time("time", record.time());
        text("event", record.event().word());
        text("id", record.id());
        text("identity", record.identity());
        text("application", record.application());
        text("from", record.from());
        text("to", record.to());
        text("serviceCentre", record.serviceCentre());
        text("callingTitle", record.callingTitle());
        number("mapVersion", record.mapVersion());
        text("alphabet", record.alphabet());
        number("octets", record.octets());
        text("part", record.part());
        time("receivedAt", record.receivedAt());
        text("outcome", record.outcome() == null ? null : record.outcome().word());
        text("answer", record.answer());
        text("reason", record.reason());
        if (record.tookMillis() != null) {
            json.writeNumberField("tookMillis", record.tookMillis());
        }
        number("attempts", record.attempts());
        screening(record.screening());
        routes(record.routes());
        sinks(record.sinks());
        if (record.query() != null) {
            json.writeFieldName("query");
            write(record.query());
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    void flush() throws IOException {
        json.flush();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    private void screening(ScreeningNote note) throws IOException {
        if (note != null) {
            json.writeObjectFieldStart("screening");
            given("list", note.list());
            given("rule", note.rule());
            given("outcome", note.outcome());
            json.writeEndObject();
        }
    }

    private void routes(List<String> routes) throws IOException {
        if (!routes.isEmpty()) {
            json.writeArrayFieldStart("routes");
            for (String route : routes) {
                json.writeString(route);
            }
            json.writeEndArray();
        }
    }

    private void sinks(List<SinkOutcome> sinks) throws IOException {
        if (!sinks.isEmpty()) {
            json.writeArrayFieldStart("sinks");
            for (SinkOutcome sink : sinks) {
                json.writeStartObject();
                given("connector", sink.connector());
                given("route", sink.route());
                given("outcome", sink.outcome());
                json.writeNumberField("millis", sink.millis());
                given("error", sink.error());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
    }

    /** A query by itself, without an end of line. */
    void write(RoutingQuery query) throws IOException {
        json.writeStartObject();
        time("at", query.at());
        text("callingTitle", query.callingTitle());
        text("answer", query.answer());
        text("imsi", query.imsi());
        if (query.imsi() != null) {
            json.writeBooleanField("correlation", query.correlation());
        }
        text("networkNodeNumber", query.networkNodeNumber());
        json.writeEndObject();
    }

    private void text(String field, String value) throws IOException {
        if (value != null && !value.isEmpty()) {
            json.writeStringField(field, value);
        }
    }

    private void given(String field, String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, value);
        }
    }

    private void number(String field, Integer value) throws IOException {
        if (value != null) {
            json.writeNumberField(field, value);
        }
    }

    /** ISO 8601 in UTC, as {@link Instant#toString} but always with milliseconds and no more. */
    private void time(String field, Instant value) throws IOException {
        if (value == null) {
            return;
        }
        if (value.getEpochSecond() != second) {
            second = value.getEpochSecond();
            String whole = Instant.ofEpochSecond(second).toString();
            secondText = whole.substring(0, whole.length() - 1) + ".";
        }
        int millis = value.getNano() / 1_000_000;
        json.writeStringField(
                field,
                secondText
                        + (char) ('0' + millis / 100)
                        + (char) ('0' + millis / 10 % 10)
                        + (char) ('0' + millis % 10)
                        + 'Z');
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.contract.Messages;
import io.vmnhub.database.Database;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.database.SqlText;
import io.vmnhub.exchange.NeverConfirmedException;
import io.vmnhub.exchange.ShortMessageSupport;
import io.vmnhub.fixture.NastyTexts;
import io.vmnhub.sms.MessageIdentity;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.SmsStatusReport;
import io.vmnhub.sms.StatusReport;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the sink does on every database. */
abstract class SqlSinkContract {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private Database database;

    abstract DatabaseSettings settings() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = new Database(settings());
        context.getRegistry().bind("dataSource", DataSource.class, database.dataSource());
        ShortMessageSupport.register(context);
        context.getComponent("kamelet", KameletComponent.class).setLocation("file:connectors");
        context.start();
        execute("delete from sms_inbox");
    }

    @AfterEach
    void close() {
        context.stop();
        database.close();
    }

    Connection connection() throws SQLException {
        return database.dataSource().getConnection();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String one(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    static ShortMessage message(String id, String text) {
        return Messages.message().id(id).ucs2(text).build();
    }

    /** The Kamelet with these properties, name and value in turn. */
    AsyncProducer sink(String... properties) throws Exception {
        StringBuilder uri = new StringBuilder("kamelet:sql-sink");
        for (int i = 0; i < properties.length; i += 2) {
            uri.append(i == 0 ? '?' : '&')
                    .append(properties[i])
                    .append("=RAW(")
                    .append(properties[i + 1])
                    .append(')');
        }
        AsyncProducer sink = context.getEndpoint(uri.toString()).createAsyncProducer();
        sink.start();
        return sink;
    }

    CompletableFuture<Exception> send(AsyncProducer sink, ShortMessage message) {
        Exchange exchange = ExchangeBuilder.anExchange(context)
                .withBody(message)
                .withHeader("CamelSmsApplication", "acme")
                .build();
        CompletableFuture<Exception> ended = new CompletableFuture<>();
        sink.process(exchange, doneSync -> ended.complete(exchange.getException()));
        return ended;
    }

    @Test
    void aConfirmedMessageIsARowWithItsTimesAndItsEmoji() throws Exception {
        AsyncProducer sink = sink();
        assertThat(send(sink, message("01A", "Grüße 😀")).get(30, TimeUnit.SECONDS))
                .isNull();
        sink.stop();
        try (Connection connection = database.dataSource().getConnection();
                ResultSet row =
                        connection.createStatement().executeQuery("select * from sms_inbox where message_id = '01A'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString("application")).isEqualTo("acme");
            assertThat(row.getString("text")).isEqualTo("Grüße 😀");
            assertThat(row.getString("originating_address")).isEqualTo("447700900123");
            assertThat(row.getObject("service_centre_timestamp", OffsetDateTime.class)
                            .toInstant())
                    .isEqualTo(Instant.parse("2026-11-21T22:20:06Z"));
            assertThat(row.getInt("service_centre_offset_minutes")).isEqualTo(345);
            assertThat(row.getObject("received_at", OffsetDateTime.class).toInstant())
                    .isEqualTo(Instant.parse("2026-11-21T22:20:07.123Z"));
            assertThat(row.getBytes("user_data")).isEqualTo("Grüße 😀".getBytes(StandardCharsets.UTF_16BE));
            assertThat(row.getObject("concatenation_part")).isNull();
            assertThat(row.getObject("processed_at")).isNull();
        }
    }

    @Test
    void whateverItsTextAMessageIsARow() throws Exception {
        AsyncProducer sink = sink();
        for (int i = 0; i < NastyTexts.ALL.size(); i++) {
            String text = NastyTexts.ALL.get(i);
            assertThat(send(sink, message("n" + i, text)).get(30, TimeUnit.SECONDS))
                    .as("%s", text)
                    .isNull();
            assertThat(one("select text from sms_inbox where message_id = 'n" + i + "'"))
                    .isEqualTo(SqlText.of(text));
        }
        sink.stop();
    }

    @Test
    void aMessageThatItsSmscSendsAgainHasAnotherIdAndIsNotDoubled() throws Exception {
        AsyncProducer sink = sink();
        MessageIdentity identity = MessageIdentity.ofId("what both say");
        assertThat(send(sink, message("again-1", "text").withIdentity(identity)).get(30, TimeUnit.SECONDS))
                .isNull();
        assertThat(send(sink, message("again-2", "text").withIdentity(identity)).get(30, TimeUnit.SECONDS))
                .isNull();
        sink.stop();
        assertThat(one("select message_id from sms_inbox where message_identity = '" + identity + "'"))
                .isEqualTo("again-1");
        assertThat(one("select count(*) from sms_inbox where message_identity = '" + identity + "'"))
                .isEqualTo("1");
    }

    @Test
    void aStatusReportIsARowThatSaysWhatItReports() throws Exception {
        AsyncProducer sink = sink();
        ShortMessage empty = message("report-1", "");
        OffsetDateTime discharged = OffsetDateTime.parse("2026-11-22T04:06:00+05:45");
        assertThat(send(
                                sink,
                                new ShortMessage(
                                        empty.id(),
                                        empty.destinationAddress(),
                                        empty.serviceCentreAddress(),
                                        empty.receivedAt(),
                                        new SmsStatusReport(
                                                new StatusReport(7, 0x46, Optional.of(discharged), false),
                                                empty.deliver())))
                        .get(30, TimeUnit.SECONDS))
                .isNull();
        sink.stop();
        try (Connection connection = database.dataSource().getConnection();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("select * from sms_inbox where message_id = 'report-1'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString("kind")).isEqualTo("status-report");
            assertThat(row.getInt("status")).isEqualTo(0x46);
            assertThat(row.getInt("message_reference")).isEqualTo(7);
            assertThat(row.getObject("discharge_time", OffsetDateTime.class).toInstant())
                    .isEqualTo(discharged.toInstant());
        }
    }

    @Test
    void amongAThousandMessagesDuplicatesAreConfirmedAndNotDoubled() throws Exception {
        AsyncProducer sink = sink();
        assertThat(send(sink, message("m7", "first")).get(30, TimeUnit.SECONDS)).isNull();
        List<CompletableFuture<Exception>> sends = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sends.add(send(sink, message("m" + i, "text")));
            if (i % 100 == 0) {
                sends.add(send(sink, message("m" + i, "text")));
            }
        }
        for (CompletableFuture<Exception> send : sends) {
            assertThat(send.get(30, TimeUnit.SECONDS)).isNull();
        }
        assertThat(one("select count(*) from sms_inbox")).isEqualTo("1000");
        assertThat(one("select text from sms_inbox where message_id = 'm7'")).isEqualTo("first");
        sink.stop();
    }

    @Test
    void anEnterprisesOwnTableGetsEveryFieldByItsName() throws Exception {
        execute("drop table if exists own_fields");
        execute("create table own_fields (a varchar(30) primary key, b varchar(30), c varchar(30), d "
                + "varchar(30), e varchar(30), f varchar(30), g "
                + instant() + ", h smallint, i " + instant()
                + ", j varchar(200), k varchar(10), l smallint, m smallint, n " + octets()
                + ", o integer, p integer, q integer, r varchar(4000), s varchar(20))" + tableOptions());
        AsyncProducer sink = sink(
                "statement",
                "insert into own_fields values (:messageId, :application, :from, :fromType, :to, "
                        + ":serviceCentreAddress, :serviceCentreTimestamp, :serviceCentreOffsetMinutes, "
                        + ":receivedAt, :text, :alphabet, :dataCodingScheme, "
                        + ":protocolIdentifier, :userData, :concatenationReference, :concatenationNumber, "
                        + ":concatenationTotal, :json, :CamelSs7MapImsi)");
        Exchange exchange = ExchangeBuilder.anExchange(context)
                .withBody(part("01F", "Grüße 😀"))
                .withHeader("CamelSmsApplication", "acme")
                .withHeader("CamelSs7MapImsi", "234150000000123")
                .build();
        CompletableFuture<Exception> ended = new CompletableFuture<>();
        sink.process(exchange, doneSync -> ended.complete(exchange.getException()));
        assertThat(ended.get(30, TimeUnit.SECONDS)).isNull();
        sink.stop();
        try (Connection connection = connection();
                ResultSet row = connection.createStatement().executeQuery("select * from own_fields")) {
            assertThat(row.next()).isTrue();
            List<String> texts = new ArrayList<>();
            for (String column : List.of("a", "b", "c", "d", "e", "f", "h", "j", "k", "l", "m", "o", "p", "q", "s")) {
                texts.add(row.getString(column));
            }
            assertThat(texts)
                    .containsExactly(
                            "01F",
                            "acme",
                            "447700900123",
                            "INTERNATIONAL",
                            "447700900001",
                            "447785016005",
                            "345",
                            "Grüße 😀",
                            "UCS2",
                            "8",
                            "0",
                            "200",
                            "2",
                            "3",
                            "234150000000123");
            assertThat(row.getTimestamp("g").toInstant()).isEqualTo(Instant.parse("2026-11-21T22:20:06Z"));
            assertThat(row.getTimestamp("i").toInstant()).isEqualTo(Instant.parse("2026-11-21T22:20:07.123Z"));
            assertThat(row.getBytes("n")).endsWith("Grüße 😀".getBytes(StandardCharsets.UTF_16BE));
            assertThat(row.getString("r")).contains("\"id\":\"01F\"", "Grüße 😀");
        }
    }

    @Test
    void aStatementOfCamelSqlTakesHeadersAndExpressionsOfEveryKind() throws Exception {
        execute("drop table if exists own_headers");
        execute("create table own_headers (id varchar(30) primary key, body varchar(30), tariff varchar(30), "
                + "prio integer, since "
                + instant() + ", till " + instant() + ", none varchar(10))" + tableOptions());
        AsyncProducer sink = sink(
                "statement",
                "insert into own_headers values (:#messageId, :#${body.text.toUpperCase()}, :#tariff, :#prio, :#since, "
                        + ":#till, :#CamelSs7MapImsi)");
        Exchange exchange = ExchangeBuilder.anExchange(context)
                .withBody(message("01H", "Grüße 😀"))
                .withHeader("tariff", "go\u0000ld")
                .withHeader("prio", 3)
                .withHeader("since", Instant.parse("2026-11-21T22:20:06Z"))
                .withHeader("till", Date.from(Instant.parse("2026-11-21T22:20:07Z")))
                .build();
        CompletableFuture<Exception> ended = new CompletableFuture<>();
        sink.process(exchange, doneSync -> ended.complete(exchange.getException()));
        assertThat(ended.get(30, TimeUnit.SECONDS)).isNull();
        try (Connection connection = connection();
                ResultSet row = connection.createStatement().executeQuery("select * from own_headers")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString("body")).isEqualTo("GRÜSSE 😀");
            assertThat(row.getString("tariff")).isEqualTo("go\uFFFDld");
            assertThat(row.getInt("prio")).isEqualTo(3);
            assertThat(row.getTimestamp("since").toInstant()).isEqualTo(Instant.parse("2026-11-21T22:20:06Z"));
            assertThat(row.getTimestamp("till").toInstant()).isEqualTo(Instant.parse("2026-11-21T22:20:07Z"));
            assertThat(row.getObject("none")).isNull();
        }
    }

    /** The second part of three, with reference 200 (TS 23.040 clause 9.2.3.24.1). */
    private static ShortMessage part(String id, String text) {
        return Messages.message().id(id).element(0, 200, 3, 2).ucs2(text).build();
    }

    @Test
    void aBadRowHarmsNoOtherAndIsRefusedForGood() throws Exception {
        execute("drop table if exists own_messages");
        execute("create table own_messages (id varchar(30) primary key, body varchar(5))");
        AsyncProducer sink = sink(
                "statement",
                "insert into own_messages (id, body) values (:messageId, :text)",
                "duplicateIsConfirmed",
                "false");
        List<CompletableFuture<Exception>> good = new ArrayList<>();
        List<CompletableFuture<Exception>> bad = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            good.add(send(sink, message("g" + i, "ok")));
            bad.add(send(sink, message("b" + i, "too long")));
        }
        for (CompletableFuture<Exception> send : good) {
            assertThat(send.get(30, TimeUnit.SECONDS)).isNull();
        }
        for (CompletableFuture<Exception> send : bad) {
            assertThat(send.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(NeverConfirmedException.class)
                    .hasMessageNotContaining("too long");
        }
        assertThat(send(sink, message("g1", "ok")).get(30, TimeUnit.SECONDS))
                .as("duplicate")
                .isInstanceOf(NeverConfirmedException.class);
        assertThat(one("select count(*) from own_messages")).isEqualTo("20");
        sink.stop();
    }

    @Test
    void aTableThatIsNotThereRefusesForGood() throws Exception {
        AsyncProducer sink = sink("statement", "insert into nowhere (id) values (:messageId)");
        assertThat(send(sink, message("n1", "text")).get(30, TimeUnit.SECONDS))
                .isInstanceOf(NeverConfirmedException.class);
        sink.stop();
    }

    @Test
    void aStatementWithAnUnknownNameKeepsTheRouteFromStarting() {
        assertThatThrownBy(() -> sink("statement", "insert into t values (:mesageId)"))
                .rootCause()
                .hasMessageContaining("the statement names [mesageId]");
    }

    @Test
    void aTableThatIsLockedForAMomentDelaysAndDoesNotRefuse() throws Exception {
        AsyncProducer sink = sink();
        CompletableFuture<Exception> waiting;
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(lockTable());
            waiting = send(sink, message("locked", "text"));
            assertThat(waiting.isDone()).isFalse();
            connection.rollback();
        }
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isNull();
        sink.stop();
    }

    /** Lets nobody insert a message with the id {@code locked} until the transaction is over. */
    abstract String lockTable();

    /** What a table needs to hold every character. */
    String tableOptions() {
        return "";
    }

    /** The type of a column for octets. */
    abstract String octets();

    /** The type of a column for an instant. */
    abstract String instant();
}

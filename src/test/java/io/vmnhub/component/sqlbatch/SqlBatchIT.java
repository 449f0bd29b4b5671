// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Messages;
import io.vmnhub.database.Database;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.exchange.NeverConfirmedException;
import io.vmnhub.exchange.NotConfirmedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ExchangeBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint {@code sql-batch:} by itself, on H2. What it does on every database is {@link SqlSinkContract}'s. */
class SqlBatchIT {

    @TempDir
    Path folder;

    private Database database;
    private ConnectorHub hub;

    @BeforeEach
    void start() {
        database = new Database(new DatabaseSettings(DatabaseSettings.embeddedUrl(folder), "", "", 4));
        hub = new ConnectorHub();
        hub.context().getRegistry().bind("dataSource", DataSource.class, database.dataSource());
        hub.start();
    }

    @AfterEach
    void stop() {
        hub.close();
        database.close();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                ResultSet result = connection.createStatement().executeQuery(sql)) {
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(result.getString(i));
                }
                rows.add(String.join("|", columns));
            }
        }
        return rows;
    }

    private AsyncProducer producer(String uri) throws Exception {
        AsyncProducer producer = hub.context().getEndpoint(uri).createAsyncProducer();
        producer.start();
        return producer;
    }

    private CompletableFuture<Exception> send(AsyncProducer producer, Object body, Map<String, Object> headers) {
        Exchange exchange = ExchangeBuilder.anExchange(hub.context())
                .withBody(body)
                .withHeader("CamelSmsApplication", "acme")
                .build();
        exchange.getMessage().getHeaders().putAll(headers);
        exchange.setVariable("priority", 3);
        CompletableFuture<Exception> ended = new CompletableFuture<>();
        producer.process(exchange, doneSync -> ended.complete(exchange.getException()));
        return ended;
    }

    private static Exception outcome(CompletableFuture<Exception> sending) throws Exception {
        return sending.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aStatementOfCamelSqlTakesFieldsHeadersVariablesAndExpressions() throws Exception {
        execute("create table own (id varchar(40) primary key, body varchar(200), tariff varchar(20), prio "
                + "integer, upper varchar(200), note varchar(20))");
        AsyncProducer producer =
                producer("sql-batch:insert into own values (:#messageId, :#text, :#tariff, :#priority, "
                        + ":#${body.text.toUpperCase()}, '#1 100% + 2 & 3')");
        assertThat(outcome(send(producer, Messages.hello(), Map.of("tariff", "gold"))))
                .isNull();
        assertThat(rows("select body, tariff, prio, upper, note from own"))
                .containsExactly("Hello|gold|3|HELLO|#1 100% + 2 & 3");
    }

    @Test
    void aBodyThatIsAMapGivesItsEntries() throws Exception {
        execute("create table own (id varchar(40) primary key, at timestamp with time zone, since timestamp)");
        AsyncProducer producer = producer("sql-batch:insert into own values (:#id, :#at, :#since)");
        assertThat(outcome(send(producer, Map.of("id", "m1", "at", Instant.EPOCH, "since", new Date()), Map.of())))
                .isNull();
        assertThat(rows("select id, extract(epoch from at) from own")).containsExactly("m1|0");
    }

    @Test
    void aNameThatIsNowhereRefusesTheMessageAndSaysWhich() throws Exception {
        AsyncProducer producer = producer("sql-batch:insert into own values (:#messageId, :#tarif)");
        assertThat(outcome(send(producer, Messages.hello(), Map.of("tariff", "gold"))))
                .isInstanceOf(NotConfirmedException.class)
                .hasMessageContaining("names tarif")
                .hasMessageNotContaining("gold");
    }

    @Test
    void aBadRowHarmsNoneOfThoseThatShareItsCommit() throws Exception {
        execute("create table own (id integer primary key, body varchar(5))");
        AsyncProducer producer = producer("sql-batch:insert into own values (:#id, :#text)?connections=1");
        List<CompletableFuture<Exception>> sends = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            sends.add(send(producer, Map.of("id", i, "text", i == 250 ? "too long" : "text"), Map.of()));
        }
        for (int i = 0; i < 500; i++) {
            if (i == 250) {
                assertThat(outcome(sends.get(i)))
                        .isInstanceOf(NeverConfirmedException.class)
                        .hasMessageNotContaining("too long");
            } else {
                assertThat(outcome(sends.get(i))).isNull();
            }
        }
        assertThat(rows("select count(*) from own")).containsExactly("499");
    }

    @Test
    void noThreadWaitsForTheDatabaseAndWhatTheQueueCannotHoldIsRefusedAtOnce() throws Exception {
        execute("create table own (id integer primary key)");
        AsyncProducer producer = producer(
                "sql-batch:insert into own values (:#id)?connections=1&batchSize=1&queueSize=2&confirmWithin=2m");
        List<CompletableFuture<Exception>> sends = new ArrayList<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement lock = connection.createStatement()) {
            connection.setAutoCommit(false);
            lock.execute("insert into own values (1)");
            sends.add(send(producer, Map.of("id", 1), Map.of()));
            await().atMost(Duration.ofSeconds(60))
                    .until(
                            () -> { // the first is with the database, two wait
                                CompletableFuture<Exception> next =
                                        send(producer, Map.of("id", sends.size() + 1), Map.of());
                                if (next.isDone()) {
                                    assertThat(next.get())
                                            .isInstanceOf(NotConfirmedException.class)
                                            .hasMessageContaining("2 rows are waiting");
                                    return sends.size() >= 3;
                                }
                                sends.add(next);
                                return false;
                            });
            assertThat(sends).noneMatch(CompletableFuture::isDone);
            connection.rollback();
        }
        for (CompletableFuture<Exception> sent : sends) {
            assertThat(outcome(sent)).isNull();
        }
    }

    @Test
    void theStatementMayBeInAFileAndTheDatabaseAnotherThanTheHubs() throws Exception {
        try (Database other = new Database(new DatabaseSettings("jdbc:h2:mem:other;DB_CLOSE_DELAY=-1", "", "", 2));
                Connection connection = other.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table theirs (id varchar(40))");
            hub.context().getRegistry().bind("acmeDatabase", DataSource.class, other.dataSource());
            Path file = Files.writeString(
                    folder.resolve("insert.sql"),
                    "-- one row a message: is it?\ninsert into theirs\nvalues (:#messageId)\n");
            assertThat(outcome(send(
                            producer("sql-batch:file:" + file + "?dataSource=#acmeDatabase"),
                            Messages.hello(),
                            Map.of())))
                    .isNull();
            try (ResultSet row = statement.executeQuery("select count(*) from theirs")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isEqualTo(1);
            }
        }
    }

    @Test
    void theKameletTakesEveryCharacterOfAStatement() throws Exception {
        execute("create table own (id varchar(40) primary key, note varchar(40))");
        hub.routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to:
                            uri: kamelet:sql-sink
                            parameters:
                              statement: >-
                                insert into own
                                values (:messageId, '100% + #1=1' || :#${header.sign})
                """);
        assertThat(hub.send("direct:acme", Messages.hello(), Map.of("sign", "?"))
                        .get(60, TimeUnit.SECONDS)
                        .getException())
                .isNull();
        assertThat(rows("select note from own")).containsExactly("100% + #1=1?");
    }

    @Test
    void anEndpointThatCannotWorkIsRefusedWhenItIsMade() {
        assertThatThrownBy(() -> producer("sql-batch:insert into own values (:mesageId)"))
                .hasStackTraceContaining("the statement names [mesageId]");
        assertThatThrownBy(() -> producer("sql-batch:file:" + folder + "/none.sql"))
                .hasStackTraceContaining("none.sql");
        assertThatThrownBy(() -> producer("sql-batch:inbox?batchSize=0")).hasStackTraceContaining("batchSize is 0");
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.database.Database;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.fixture.DocumentedRoutes;
import io.vmnhub.fixture.RunningHub;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pages' examples with {@code sql:} and {@code sql-batch:} run in a hub as it is shipped, from the SMSC to the
 * rows.
 */
@Timeout(180)
class DocumentedSqlRoutesIT {

    private static final String VMN = "447700900123";

    @TempDir
    Path folder;

    private RunningHub hub(String route, String properties) throws Exception {
        Map<String, UnaryOperator<String>> edits = new HashMap<>();
        edits.put("routes/applications/demo.camel.yaml", shipped -> """
                - route:
                    id: demo
                    from:
                      uri: direct:demo
                      steps:
                        - to: direct:%s
                """.formatted(route));
        edits.put("config/application.properties", shipped -> shipped + "\n" + properties + "\n");
        return RunningHub.in(folder, edits);
    }

    /** Before the hub runs, or after: the file has one owner at a time. */
    private List<String> inHubsDatabase(String... statements) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Database database = new Database(new DatabaseSettings(DatabaseSettings.embeddedUrl(folder), "", "", 2));
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                if (statement.execute(sql)) {
                    read(statement.getResultSet(), rows);
                }
            }
        }
        return rows;
    }

    private static void read(ResultSet result, List<String> rows) throws SQLException {
        while (result.next()) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                columns.add(result.getString(i));
            }
            rows.add(String.join("|", columns));
        }
    }

    @Test
    void theRoutesOfThePageAboutDatabasesLookUpInsertAndConsume() throws Exception {
        inHubsDatabase(
                "create table customers (vmn varchar(20), name varchar(40), tariff varchar(20))",
                "insert into customers values ('" + VMN + "', 'Acme', 'gold')",
                "create table incoming (id varchar(40) primary key, sender varchar(20), body varchar(200), "
                        + "customer varchar(40))",
                "create table replies (id integer primary key, body varchar(200), sent_at timestamp)",
                "insert into replies (id, body) values (1, 'first'), (2, 'second')");
        Queue<String> replies = new ConcurrentLinkedQueue<>();
        try (RunningHub hub = hub("acme", "")) {
            hub.bind("reader", (Processor) exchange -> {
                Map<?, ?> row = exchange.getMessage().getBody(Map.class);
                replies.add(row.get("ID") + " " + row.get("BODY"));
            });
            hub.routes("""
                    - route:
                        from:
                          uri: direct:acme-reply
                          steps:
                            - process:
                                ref: reader
                    """);
            hub.routes(DocumentedRoutes.block("sql.md", "## sql: and sql-batch: in routes"));
            assertThat(hub.forwardSm("hello table").isResult()).isTrue();
            await().atMost(Duration.ofSeconds(60)).until(() -> replies.size() >= 2);
        }
        assertThat(replies).containsExactly("1 first", "2 second");
        assertThat(inHubsDatabase("select sender, body, customer from incoming"))
                .containsExactly("447911123456|hello table|Acme");
        assertThat(inHubsDatabase("select count(*) from replies where sent_at is null"))
                .containsExactly("0");
    }

    @Test
    void theRouteOfThePageAboutConnectorsNotesThePrice() throws Exception {
        inHubsDatabase(
                "create table prices (kind varchar(10), price integer)",
                "insert into prices values ('sms', 7)",
                "create table journal (id varchar(40) primary key, price integer)");
        try (RunningHub hub = hub("acme-journal", "")) {
            hub.routes(DocumentedRoutes.block("connectors.md", "A Kamelet or a route may use"));
            assertThat(hub.forwardSm("hello").isResult()).isTrue();
        }
        assertThat(inHubsDatabase("select price from journal")).containsExactly("7");
    }

    @Test
    void aDatabaseOfAnEnterpriseIsKnownByItsNameAndTheHubsIsTheOneWithoutAName() throws Exception {
        String acme = "jdbc:h2:file:" + folder.resolve("acme");
        try (Connection connection = DriverManager.getConnection(acme);
                Statement statement = connection.createStatement()) {
            statement.execute("create table theirs (id varchar(40) primary key, body varchar(200))");
        }
        String properties = DocumentedRoutes.block("sql.md", "Another database is a")
                .replaceAll("jdbc:mariadb:\\S+", acme + ";DB_CLOSE_ON_EXIT=FALSE")
                .replaceAll("(?m)^.*(username|password).*$", "");
        try (RunningHub hub = hub("both", properties)) {
            hub.routes("""
                    - route:
                        from:
                          uri: direct:both
                          steps:
                            - to: "sql:select count(*) from sms_inbox?outputType=SelectOne&outputHeader=ours"
                            - to: "sql:select count(*) from theirs?dataSource=#acmeDatabase&outputType=SelectOne&outputHeader=theirs"
                            - to:
                                uri: kamelet:sql-sink
                                parameters:
                                  dataSource: acmeDatabase
                                  statement: "insert into theirs values (:messageId, :#${body.text} || ' ' || :#ours || ' ' || :#theirs)"
                    """);
            assertThat(hub.forwardSm("to theirs").isResult()).isTrue();
        }
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(acme);
                Statement statement = connection.createStatement()) {
            read(statement.executeQuery("select body from theirs"), rows);
        }
        assertThat(rows).containsExactly("to theirs 0 0");
    }
}

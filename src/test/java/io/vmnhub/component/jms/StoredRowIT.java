// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.database.Database;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.exchange.NeverConfirmedException;
import io.vmnhub.fixture.StoreHub;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Store mode in front of a table: the store's messages share commits, and what the table never takes is a dead letter.
 */
class StoredRowIT {

    private static final String ROUTES = """
            - route:
                from:
                  uri: direct:acme
                  steps:
                    - to: kamelet:store-action
            - route:
                from:
                  uri: kamelet:store-source
                  parameters:
                    application: acme
                    redeliveryDelay: 20ms
                  steps:
                    - to:
                        uri: kamelet:sql-sink
                        parameters:
                          statement: "insert into own (id, body) values (:messageId, :text)"
            """;

    @TempDir
    Path folder;

    @Test
    void aRowThatTheTableNeverTakesIsADeadLetterAtOnceAndTheOthersAreInserted() throws Exception {
        try (Database database = new Database(new DatabaseSettings(DatabaseSettings.embeddedUrl(folder), "", "", 4));
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                StoreHub hub = new StoreHub(
                        StoreHub.settings(folder.resolve("broker")), NeverConfirmedException.class::isInstance)) {
            statement.execute("create table own (id varchar(30) primary key, body varchar(5))");
            hub.context().getRegistry().bind("dataSource", DataSource.class, database.dataSource());
            hub.routes(ROUTES).start();
            List<CompletableFuture<Exception>> sends = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                sends.add(hub.send("direct:acme", StoreHub.message("m" + i, i == 250 ? "too long" : "text")));
            }
            for (CompletableFuture<Exception> send : sends) {
                assertThat(send.get(30, TimeUnit.SECONDS)).isNull();
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> hub.counted("acme", "delivered") == 499 && hub.counted("acme", "dead") == 1);
            assertThat(hub.counted("acme", "failedAttempt")).as("tried again").isZero();
            assertThat(hub.store.deadLetters().list("acme", 10)).singleElement().satisfies(outgoing -> {
                assertThat(outgoing.messageId()).isEqualTo("m250");
                assertThat(outgoing.reason()).contains("SQLSTATE 22001").doesNotContain("too long");
            });
            try (ResultSet rows = statement.executeQuery("select count(*) from own")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(499);
            }
        }
    }
}

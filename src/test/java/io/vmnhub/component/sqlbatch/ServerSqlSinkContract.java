// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.fixture.DatabaseServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the sink does besides on a database that is a server of its own. */
abstract class ServerSqlSinkContract extends SqlSinkContract {

    private static final int KILLS = Integer.getInteger("vmnhub.test.database-kills", 2);

    abstract DatabaseServer server();

    /** A query for the command line client: text and times of message 01P, the times as Tokyo has them. */
    abstract String timesInTokyo();

    abstract String timesInTokyoAsPrinted();

    @Override
    DatabaseSettings settings() {
        return server().settings();
    }

    @Test
    void theServersOwnClientReadsTheRowWithItsTimesAndItsEmoji() throws Exception {
        AsyncProducer sink = sink();
        assertThat(send(sink, message("01P", "Grüße 😀")).get(30, TimeUnit.SECONDS))
                .isNull();
        assertThat(server().client(timesInTokyo())).contains(timesInTokyoAsPrinted());
        sink.stop();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void aServerThatIsKilledUnderLoadAndComesBackHasEveryConfirmedRow() throws Exception {
        AsyncProducer sink = sink();
        Set<String> confirmed = ConcurrentHashMap.newKeySet();
        AtomicInteger numbered = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        clock.scheduleAtFixedRate(
                () -> {
                    for (int i = 0; i < 10; i++) { // every 10 ms: 1,000 a second
                        String id = "k" + numbered.getAndIncrement();
                        send(sink, message(id, "text")).whenComplete((failure, thrown) -> {
                            if (failure == null && thrown == null) {
                                confirmed.add(id);
                            }
                            ended.incrementAndGet();
                        });
                    }
                },
                0,
                10,
                TimeUnit.MILLISECONDS);
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                awaitMore(confirmed, 500);
                server().kill();
                server().launch();
            }
            awaitMore(confirmed, 500);
        } finally {
            clock.shutdown();
        }
        assertThat(clock.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofMinutes(2)).until(() -> ended.get() == numbered.get());
        sink.stop();
        Set<String> rows = new HashSet<>();
        try (Connection connection = connection();
                ResultSet result = connection.createStatement().executeQuery("select message_id from sms_inbox")) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        assertThat(confirmed).as("confirmed, and not in the table").isSubsetOf(rows);
        System.out.printf(
                "%d kills: %,d messages confirmed, %,d refused while nobody could, of which %d are in the table%n",
                KILLS, confirmed.size(), ended.get() - confirmed.size(), rows.size() - confirmed.size());
    }

    private static void awaitMore(Set<String> confirmed, int more) {
        int before = confirmed.size();
        await().atMost(Duration.ofMinutes(2)).until(() -> confirmed.size() >= before + more);
    }

    @Test
    void aDeadlockThatTheDatabaseBreaksIsTriedAgain() throws Exception {
        execute("drop table if exists own_deadlock");
        execute("create table own_deadlock (id varchar(30) primary key)");
        AsyncProducer sink = sink(
                "statement",
                "insert into own_deadlock (id) values (:messageId)",
                "connections",
                "1",
                "confirmWithin",
                "2m");
        try (Connection first = connection();
                Connection other = connection();
                Statement ofFirst = first.createStatement();
                Statement ofOther = other.createStatement()) {
            first.setAutoCommit(false);
            other.setAutoCommit(false);
            server().survive(ofOther);
            ofFirst.execute("insert into own_deadlock values ('x0')");
            ofOther.execute("insert into own_deadlock values ('x2')");
            List<CompletableFuture<Exception>> sends =
                    new ArrayList<>(List.of(send(sink, message("x0", "the worker waits for it"))));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> one(server().waiting()).equals("1"));
            sends.add(send(sink, message("x1", "text")));
            sends.add(send(sink, message("x2", "text")));
            first.rollback();
            assertThat(sends.get(0).get(30, TimeUnit.SECONDS)).isNull();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> one(server().waiting()).equals("1"));
            ofOther.execute(
                    "insert into own_deadlock values ('x1')"); // each has what the other wants; the database chooses
            // the sink
            other.rollback();
            for (CompletableFuture<Exception> send : sends) {
                assertThat(send.get(2, TimeUnit.MINUTES)).isNull();
            }
        }
        assertThat(one("select count(*) from own_deadlock")).isEqualTo("3");
        sink.stop();
    }

    @Test
    void consumersShareTheRowsWithoutWaitingAndOneThatDiesLeavesItsRowsToTheOthers() throws Exception {
        AsyncProducer sink = sink();
        List<CompletableFuture<Exception>> sends = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            sends.add(send(sink, message("p" + i, "text")));
        }
        for (CompletableFuture<Exception> send : sends) {
            assertThat(send.get(30, TimeUnit.SECONDS)).isNull();
        }
        sink.stop();
        List<String> read = new ArrayList<>();
        try (Connection dies = connection();
                Connection one = connection();
                Connection two = connection()) {
            List<String> lost = poll(dies);
            assertThat(lost).hasSize(100);
            read.addAll(poll(one));
            assertThat(poll(two))
                    .as("what the other two have not")
                    .hasSize(50)
                    .doesNotContainAnyElementsOf(lost)
                    .doesNotContainAnyElementsOf(read);
            two.rollback();
            one.commit();
            dies.rollback();
            for (List<String> rows = poll(two); !rows.isEmpty(); rows = poll(two)) {
                read.addAll(rows);
                two.commit();
            }
        }
        assertThat(read).hasSize(250).doesNotHaveDuplicates();
        assertThat(one("select count(*) from sms_inbox where processed_at is null"))
                .isEqualTo("0");
    }

    /** The documented way of reading: up to 100 rows, marked; the commit is the caller's. */
    private List<String> poll(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        List<String> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(
                    "select * from " + inboxByOrder() + " where application = 'acme' and processed_at is null "
                            + "order by sequence_number limit 100 for update skip locked")) {
                while (rows.next()) {
                    ids.add(rows.getString("message_id"));
                }
            }
            if (!ids.isEmpty()) {
                statement.executeUpdate("update sms_inbox set processed_at = " + now() + " where message_id in ('"
                        + String.join("','", ids) + "')");
            }
        }
        return ids;
    }

    /** The table, read by its index, so that no more rows are locked than are read. */
    abstract String inboxByOrder();

    /** The moment, as a column of the inbox has it. */
    abstract String now();
}

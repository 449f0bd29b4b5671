// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.database.Database;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.SinkOutcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordTableTest {

    @TempDir
    Path home;

    private Database database;
    private RecordTable table;
    private volatile Instant now = Instant.now();

    @BeforeEach
    void open() {
        database = new Database(new DatabaseSettings(DatabaseSettings.embeddedUrl(home), "", "", 2));
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        table = new RecordTable(database.dataSource(), Duration.ofDays(30), clock, () -> true);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<LoggedMessage> all() throws SQLException {
        return new MessageRecords(database.dataSource())
                .find(MessageCriteria.ALL, 1_000, Optional.empty())
                .messages();
    }

    private static MessageRecord answered(String id, MessageOutcome outcome) {
        return Samples.answered(id, "447911123456", "447700900123", 0, outcome);
    }

    @Test
    void anEndInTheSameBatchOrALaterOneCompletesTheRow() throws SQLException {
        table.write(List.of(
                answered("a", MessageOutcome.STORED),
                answered("b", MessageOutcome.STORED),
                Samples.ended("a", MessageOutcome.DELIVERED)));
        table.write(List.of(Samples.ended("b", MessageOutcome.DEAD)));
        assertThat(all()).hasSize(2).allSatisfy(message -> {
            assertThat(message.endedAt()).isPresent();
            assertThat(message.attempts()).contains(2);
            assertThat(message.sinks())
                    .extracting(SinkOutcome::connector)
                    .containsExactly("webhook-sink", "sql-sink", "smpp-server-sink");
        });
        assertThat(all())
                .extracting(LoggedMessage::outcome)
                .containsExactlyInAnyOrder(MessageOutcome.DELIVERED, MessageOutcome.DEAD);
    }

    @Test
    void anEndThatComesBeforeItsAnswerWaitsForIt() throws SQLException {
        table.write(List.of(Samples.ended("a", MessageOutcome.DELIVERED)));
        assertThat(all()).isEmpty();
        table.write(List.of(answered("a", MessageOutcome.STORED)));
        assertThat(all()).singleElement().satisfies(message -> {
            assertThat(message.outcome()).isEqualTo(MessageOutcome.DELIVERED);
            assertThat(message.from()).contains("447911123456");
        });
    }

    @Test
    void anEndWhoseAnswerNeverComesHasARowOfItsOwnAndALateAnswerCompletesIt() throws SQLException {
        table.write(List.of(Samples.ended("a", MessageOutcome.DEAD)));
        now = now.plus(RecordTable.PUT_OFF).plusSeconds(1);
        table.tend();
        assertThat(all()).singleElement().satisfies(message -> {
            assertThat(message.answeredAt()).isEmpty();
            assertThat(message.application()).contains("acme");
            assertThat(message.reason()).contains("too old");
        });
        assertThat(table.write(List.of(answered("a", MessageOutcome.STORED)))).isZero();
        assertThat(all()).singleElement().satisfies(message -> {
            assertThat(message.answeredAt()).isPresent();
            assertThat(message.takenAt()).isEqualTo(Samples.NOON);
            assertThat(message.outcome()).isEqualTo(MessageOutcome.DEAD);
            assertThat(message.reason()).contains("too old");
        });
    }

    @Test
    void whatIsPutOffIsKeptByACleanStop() throws SQLException {
        table.write(List.of(Samples.ended("a", MessageOutcome.DELIVERED)));
        table.close();
        assertThat(all()).extracting(LoggedMessage::id).containsExactly("a");
    }

    @Test
    void aBatchThatIsWrittenTwiceIsThereOnce() throws SQLException {
        List<MessageRecord> batch =
                List.of(answered("a", MessageOutcome.DELIVERED), answered("b", MessageOutcome.DELIVERED));
        table.write(batch);
        assertThat(table.write(batch)).isZero();
        assertThat(all()).hasSize(2);
    }

    @Test
    void aRowThatTheTableRefusesHarmsNoOther() throws SQLException {
        MessageRecord bad = answered("x".repeat(100), MessageOutcome.DELIVERED);
        assertThat(table.write(
                        List.of(answered("a", MessageOutcome.DELIVERED), bad, answered("b", MessageOutcome.DELIVERED))))
                .isEqualTo(1);
        assertThat(all()).extracting(LoggedMessage::id).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void rowsOlderThanTheRetentionAreDeletedSomeThousandsAtATime() throws SQLException {
        List<MessageRecord> old = new ArrayList<>();
        for (int i = 0; i < 7_000; i++) {
            old.add(Samples.answered("old" + i, "447911123456", "447700900123", i, MessageOutcome.DELIVERED));
        }
        table.write(old);
        now = Samples.NOON.plus(Duration.ofDays(30)).plusMillis(6_500);
        table.write(List.of(answered("new", MessageOutcome.DELIVERED)));
        table.tend();
        assertThat(count()).isEqualTo(2_001);
        table.tend();
        assertThat(count()).isEqualTo(500);
        table.tend();
        assertThat(count()).as("nothing more for a while").isEqualTo(500);
    }

    private int count() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                var rows = connection.createStatement().executeQuery("select count(*) from message_log")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}

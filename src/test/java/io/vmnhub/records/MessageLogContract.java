// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.contract.Messages;
import io.vmnhub.database.SqlText;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.SinkOutcome;
import io.vmnhub.fixture.NastyTexts;
import io.vmnhub.sms.ShortMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the message log does on every kind of database. */
interface MessageLogContract {

    DataSource dataSource();

    @BeforeEach
    default void emptyTheTable() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from message_log");
        }
    }

    @Test
    default void messagesAreKeptWithTheirTextsAndFoundByTheirIds() throws Exception {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        ShortMessage message = Messages.message().text("come again €").build();
        KeptMessages kept = new KeptMessages(dataSource(), Duration.ofDays(1), metrics, () -> true);
        kept.keep("acme", message);
        kept.keep("acme", message);
        kept.close();
        KeptMessage found = kept.find(message.id()).orElseThrow();
        assertThat(found.application()).isEqualTo("acme");
        assertThat(found.message().text()).isEqualTo("come again €");
        assertThat(found.message().identity()).isEqualTo(message.identity());
        assertThat(found).hasToString("KeptMessage[" + message.id() + " for acme]");
        assertThat(kept.find("none")).isEmpty();
        assertThat(metrics.get("vmnhub.records.dropped")
                        .tag("target", "texts")
                        .counter()
                        .count())
                .isZero();
        KeptMessageTable table = new KeptMessageTable(
                dataSource(), Duration.ofDays(1), Clock.offset(Clock.systemUTC(), Duration.ofDays(2)), () -> true);
        table.tend();
        assertThat(table.find(message.id())).isEmpty();
    }

    private void write(List<MessageRecord> records) {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        try (RecordLog log = new RecordLog(
                Optional.empty(), Optional.of(new RecordLog.Table(dataSource(), 36_500, () -> true)), metrics)) {
            records.forEach(log);
        }
        assertThat(metrics.counter("vmnhub.records.dropped", "target", "sql").count())
                .isZero();
    }

    private List<String> ids(MessageCriteria criteria) throws SQLException {
        return new MessageRecords(dataSource())
                .find(criteria, 100, Optional.empty()).messages().stream()
                        .map(LoggedMessage::id)
                        .toList();
    }

    private static MessageCriteria criteria(
            String to, String from, MessageOutcome outcome, Integer since, Integer until) {
        return new MessageCriteria(
                Optional.empty(),
                Optional.ofNullable(to),
                Optional.ofNullable(from),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(outcome),
                Optional.ofNullable(since).map(Samples.NOON::plusMillis),
                Optional.ofNullable(until).map(Samples.NOON::plusMillis));
    }

    @Test
    default void everythingThatIsRecordedIsFound() throws SQLException {
        write(List.of(
                Samples.answered("m1", "447911123456", "447700900123", 5, MessageOutcome.STORED),
                Samples.ended("m1", MessageOutcome.DELIVERED)));
        LoggedMessage found = new MessageRecords(dataSource())
                .find(MessageCriteria.ALL, 10, Optional.empty())
                .messages()
                .get(0);
        assertThat(found.takenAt()).isEqualTo(Samples.NOON.plusMillis(5));
        assertThat(found.answeredAt()).isPresent();
        assertThat(found.endedAt().orElseThrow())
                .isBetween(found.answeredAt().get(), found.answeredAt().get().plusSeconds(60));
        assertThat(found.from()).contains("447911123456");
        assertThat(found.to()).contains("447700900123");
        assertThat(found.application()).contains("acme");
        assertThat(found.serviceCentre()).contains("447785016005");
        assertThat(found.callingTitle()).contains("447785016006");
        assertThat(found.mapVersion()).contains(3);
        assertThat(found.alphabet()).contains("GSM7");
        assertThat(found.octets()).contains(Samples.TEXT.length());
        assertThat(found.part()).isEmpty();
        assertThat(found.outcome()).isEqualTo(MessageOutcome.DELIVERED);
        assertThat(found.answer()).contains("result");
        assertThat(found.reason()).isEmpty();
        assertThat(found.tookMillis()).contains(12L);
        assertThat(found.attempts()).contains(2);
        assertThat(found.screening().orElseThrow().rule()).isEqualTo("filter.numbers");
        assertThat(found.routes()).containsExactly("mt-forwardSM", "acme");
        assertThat(found.sinks())
                .extracting(SinkOutcome::connector)
                .containsExactly("webhook-sink", "sql-sink", "smpp-server-sink");
        assertThat(found.sinks()).extracting(SinkOutcome::outcome).containsExactly("ok", "error", "ok");
        assertThat(found.query()).contains(Samples.QUERY);
    }

    @Test
    default void whateverAReasonOrARuleSaysTheRecordIsKept() throws SQLException {
        for (int i = 0; i < NastyTexts.ALL.size(); i++) {
            String text = NastyTexts.ALL.get(i);
            write(List.of(Samples.refused("n" + i, text)));
            LoggedMessage found = new MessageRecords(dataSource())
                    .find(MessageCriteria.message("n" + i), 10, Optional.empty())
                    .messages()
                    .get(0);
            assertThat(found.reason().orElse("")).as("%s", text).isEqualTo(SqlText.of(text, 500));
            assertThat(found.query()).isEmpty();
            assertThat(ids(criteria(text, text, null, null, null))).isEmpty();
        }
    }

    @Test
    default void messagesAreFoundByNumberSenderOutcomeAndTimeTheNewestFirst() throws SQLException {
        write(List.of(
                Samples.answered("m1", "447911000001", "447700900001", 1, MessageOutcome.DELIVERED),
                Samples.answered("m2", "447911000002", "447700900001", 2, MessageOutcome.FAILED),
                Samples.answered("m3", "447911000002", "447700900002", 3, MessageOutcome.DELIVERED)));
        assertThat(ids(MessageCriteria.ALL)).containsExactly("m3", "m2", "m1");
        assertThat(ids(criteria("447700900001", null, null, null, null))).containsExactly("m2", "m1");
        assertThat(ids(criteria(null, "447911000002", null, null, null))).containsExactly("m3", "m2");
        assertThat(ids(criteria(null, null, MessageOutcome.FAILED, null, null))).containsExactly("m2");
        assertThat(ids(criteria(null, null, null, 2, null))).containsExactly("m3", "m2");
        assertThat(ids(criteria(null, null, null, 1, 3))).containsExactly("m2", "m1");
        assertThat(ids(criteria("447700900001", "447911000002", MessageOutcome.DELIVERED, null, null)))
                .isEmpty();
    }

    @Test
    default void pagesFollowEachOtherWithoutGapOrRepetition() throws SQLException {
        List<MessageRecord> records = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            // five of them in the same millisecond
            records.add(Samples.answered(
                    String.format("m%02d", i), "447911000001", "447700900001", i / 5, MessageOutcome.DELIVERED));
        }
        write(records);
        MessageRecords log = new MessageRecords(dataSource());
        List<String> found = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            MessageRecords.Page page = log.find(MessageCriteria.ALL, 7, cursor);
            assertThat(page.messages()).hasSizeBetween(1, 7);
            page.messages().forEach(message -> found.add(message.id()));
            cursor = page.next();
        } while (cursor.isPresent());
        assertThat(found).hasSize(25).doesNotHaveDuplicates().isSortedAccordingTo((one, other) -> other.compareTo(one));
    }

    @Test
    default void aCursorOrALimitThatIsNoneIsRefused() {
        MessageRecords log = new MessageRecords(dataSource());
        assertThatThrownBy(() -> log.find(MessageCriteria.ALL, 10, Optional.of("x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.find(MessageCriteria.ALL, 0, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.find(MessageCriteria.ALL, 1_001, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

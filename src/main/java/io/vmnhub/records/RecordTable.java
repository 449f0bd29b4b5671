// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.vmnhub.database.SqlFailure;
import io.vmnhub.database.SqlFile;
import io.vmnhub.database.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/**
 * Records in the table {@code message_log}: a row for each answer, updated when a message that was acknowledged before
 * has come to its end.
 *
 * <p>A batch is one transaction. One that fails for a reason in itself is taken apart, so that a bad row harms no
 * other. The end of a message can come before its answer; it is put off then, and after {@link #PUT_OFF} has a row of
 * its own, which the answer completes. Rows older than the retention are deleted, some thousands in a transaction,
 * between the batches.
 */
final class RecordTable implements RecordTarget<MessageRecord> {

    static final Duration PUT_OFF = Duration.ofSeconds(10);
    private static final int MOST_PUT_OFF = 10_000;

    private final SqlFile sql = new SqlFile(RecordTable.class, "records.sql");
    private final DataSource dataSource;
    private final Transactions transactions;
    private final OldRows oldRows;
    private final Clock clock;
    private final RecordRow row = new RecordRow();
    private final Map<String, MessageRecord> putOff = new LinkedHashMap<>();

    private interface Setter {
        void set(PreparedStatement statement, MessageRecord record) throws SQLException;
    }

    /**
     * @param keep how long a row is kept
     * @param isOurTurn whether this node deletes old rows
     */
    RecordTable(DataSource dataSource, Duration keep, Clock clock, BooleanSupplier isOurTurn) {
        this.dataSource = dataSource;
        transactions = new Transactions(dataSource);
        this.clock = clock;
        oldRows = new OldRows(dataSource, sql, keep, clock, isOurTurn);
    }

    @Override
    public boolean isTransient(Exception failure) {
        return failure instanceof SQLException sql && SqlFailure.of(sql) == SqlFailure.TRANSIENT;
    }

    @Override
    public int write(List<MessageRecord> batch) throws SQLException {
        Map<String, MessageRecord> ends = new LinkedHashMap<>(putOff);
        List<MessageRecord> answers = new ArrayList<>(batch.size());
        for (MessageRecord record : batch) {
            if (record.event() == MessageRecord.Event.ANSWERED) {
                answers.add(record);
            } else {
                ends.put(record.id(), record); // a later end of the same message takes the place of the earlier
            }
        }
        try {
            transaction(answers, List.copyOf(ends.values()));
            return 0;
        } catch (SQLException e) {
            if (isTransient(e)) {
                throw e;
            }
            return oneByOne(answers, ends);
        }
    }

    private void transaction(List<MessageRecord> answers, List<MessageRecord> ends) throws SQLException {
        List<MessageRecord> early = transactions.run(connection -> {
            execute(connection, "insert", answers, row::answered);
            List<MessageRecord> unanswered = new ArrayList<>();
            int[] updated = execute(connection, "end", ends, row::ended);
            for (int i = 0; i < updated.length; i++) {
                if (updated[i] == 0) {
                    unanswered.add(ends.get(i));
                }
            }
            Instant limit = clock.instant().minus(PUT_OFF);
            List<MessageRecord> alone = unanswered.size() > MOST_PUT_OFF
                    ? List.copyOf(unanswered)
                    : unanswered.stream()
                            .filter(record -> record.time().isBefore(limit))
                            .toList();
            execute(connection, "insert end", alone, row::endedAlone);
            unanswered.removeAll(alone);
            return unanswered;
        });
        putOff.clear();
        early.forEach(record -> putOff.put(record.id(), record));
    }

    private int[] execute(Connection connection, String name, List<MessageRecord> records, Setter setter)
            throws SQLException {
        if (records.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.get(name))) {
            for (MessageRecord record : records) {
                setter.set(statement, record);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    /** @return how many were refused */
    private int oneByOne(List<MessageRecord> answers, Map<String, MessageRecord> ends) throws SQLException {
        int refused = 0;
        for (MessageRecord answer : answers) {
            refused += alone("insert", answer, row::answered) || alone("complete", answer, row::answered) ? 0 : 1;
        }
        putOff.clear();
        for (MessageRecord end : ends.values()) {
            refused += alone("end", end, row::ended) || alone("insert end", end, row::endedAlone) ? 0 : 1;
        }
        return refused;
    }

    /** @return whether it made or changed a row */
    private boolean alone(String name, MessageRecord record, Setter setter) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql.get(name))) {
            setter.set(statement, record);
            return statement.executeUpdate() > 0;
        } catch (SQLException e) {
            if (isTransient(e)) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public void tend() throws SQLException {
        if (!putOff.isEmpty()
                && putOff.values()
                        .iterator()
                        .next()
                        .time()
                        .isBefore(clock.instant().minus(PUT_OFF))) {
            write(List.of());
        }
        oldRows.tend();
    }

    @Override
    public void close() throws SQLException {
        if (!putOff.isEmpty()) {
            oneByOne(List.of(), new LinkedHashMap<>(putOff));
        }
    }
}

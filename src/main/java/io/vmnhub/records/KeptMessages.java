// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.sms.ShortMessage;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/**
 * Messages with their texts, kept for a while so that operators can send one again. Whoever keeps one waits for
 * nothing; what finds the queue full is not kept, and counted. Safe to share between threads.
 */
public final class KeptMessages implements AutoCloseable {

    private static final int ROOM = 10_000;
    private static final long CLOSE_WITHIN_MILLIS = 10_000;

    private final KeptMessageTable table;
    private final RecordQueue<KeptMessage> queue;

    /**
     * @param keep how long a message is kept
     * @param isOurTurn whether this node deletes those that are older
     */
    public KeptMessages(DataSource dataSource, Duration keep, MeterRegistry metrics, BooleanSupplier isOurTurn) {
        table = new KeptMessageTable(dataSource, keep, Clock.systemUTC(), isOurTurn);
        queue = new RecordQueue<>("texts", table, Optional.empty(), metrics, ROOM, CLOSE_WITHIN_MILLIS);
    }

    /** Keeps a message; never waits and never fails. */
    public void keep(String application, ShortMessage message) {
        queue.accept(new KeptMessage(application, Instant.now(), message));
    }

    /** The message of that id; blocks until the database has answered. */
    public Optional<KeptMessage> find(String messageId) throws SQLException {
        return table.find(messageId);
    }

    @Override
    public void close() {
        queue.close();
    }
}

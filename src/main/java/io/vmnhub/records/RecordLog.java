// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.exchange.SinkWatch;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;

/**
 * The message log: gets a record of each message and keeps it in files, in the database, or in both. Whoever notes a
 * record waits for neither; a database that is down holds up no file. Safe to share between threads.
 */
public final class RecordLog implements Consumer<MessageRecord>, AutoCloseable {

    private static final long FILES_CLOSE_WITHIN_MILLIS = 5_000;
    private static final long TABLE_CLOSE_WITHIN_MILLIS = 10_000;

    private final Optional<RecordQueue<MessageRecord>> files;
    private final Optional<RecordQueue<MessageRecord>> table;
    private final Optional<RecordQueue<MessageRecord>> first;
    private final RoutingQueries queries = new RoutingQueries();
    private volatile Consumer<MessageRecord> follower = record -> {};

    /** Where files go, for how many days, and how large all together may become. */
    public record Files(Path folder, int days, long mostOctets) {}

    /**
     * Which database gets rows and for how many days it keeps them.
     *
     * @param isOurTurn whether this node deletes those that are older
     */
    public record Table(DataSource dataSource, int days, BooleanSupplier isOurTurn) {}

    public RecordLog(Optional<Files> files, Optional<Table> table, MeterRegistry metrics) {
        this.table = table.map(to -> new RecordQueue<>(
                "sql",
                new RecordTable(to.dataSource(), Duration.ofDays(to.days()), Clock.systemUTC(), to.isOurTurn()),
                Optional.empty(),
                metrics,
                RecordQueue.ROOM,
                TABLE_CLOSE_WITHIN_MILLIS));
        this.files = files.map(to -> new RecordQueue<>(
                "files",
                new RecordFiles(to.folder(), to.days(), to.mostOctets(), Clock.systemUTC()),
                this.table,
                metrics,
                RecordQueue.ROOM,
                FILES_CLOSE_WITHIN_MILLIS));
        first = this.files.or(() -> this.table);
    }

    /** Has the routes of {@code context} note what they do; to be called before they are loaded. */
    public static void watch(CamelContext context) {
        context.getCamelContextExtension().addInterceptStrategy(new SinkWatch());
        context.addRoutePolicyFactory(new RouteWatch());
    }

    /**
     * Who sees every record besides.
     *
     * @param follower must neither wait nor fail
     */
    public void follow(Consumer<MessageRecord> follower) {
        this.follower = follower;
    }

    /** What SMSCs have asked before they send, for the records of their messages. */
    public RoutingQueries queries() {
        return queries;
    }

    /** Notes a record; never waits and never fails. */
    @Override
    public void accept(MessageRecord record) {
        follower.accept(record);
        first.ifPresent(queue -> queue.accept(record));
    }

    /** Keeps what is queued. */
    @Override
    public void close() {
        files.ifPresent(RecordQueue::close);
        table.ifPresent(RecordQueue::close);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.sms.ShortMessage;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that wait for their applications to fetch them. Nothing here blocks the caller: the database is worked on by
 * a few threads, and when they have more to do than they take on a call fails with {@link InboxBusyException}. Futures
 * end on those threads.
 *
 * <p>A message is handed out for a time, the lease. Confirmed within it, it is gone; otherwise it is handed out again,
 * to anybody: a reader that crashes loses nothing, and a reader that confirms in time is the only one that has it.
 * Nodes that share a database need clocks that agree to well within a lease.
 */
public final class Inbox implements AutoCloseable {

    /** The registry name. */
    public static final String NAME = "inbox";

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int THREADS = 4;
    private static final int MOST_WAITING = 2_000;

    private static final int LOOK_SECONDS = 30;

    private final InboxTable table;
    private final InboxWriter writer;
    private final InboxMetrics metrics;
    private final Subscriptions subscriptions;
    private final ThreadPoolExecutor workers;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "inbox-retention"));
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private volatile BooleanSupplier isOurTurn = () -> true;
    private volatile boolean used;

    /** Something that blocks. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Without figures. */
    public Inbox(DataSource dataSource, Duration retention) {
        this(dataSource, retention, new SimpleMeterRegistry());
    }

    /** @param retention after which messages that nobody has confirmed are thrown away */
    public Inbox(DataSource dataSource, Duration retention, MeterRegistry registry) {
        metrics = new InboxMetrics(registry);
        table = new InboxTable(dataSource);
        subscriptions = new Subscriptions(this, dataSource);
        writer = new InboxWriter(table, (application, count) -> {
            metrics.count(application, "stored", count);
            listeners.forEach(listener -> listener.accept(application));
        });
        workers = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(MOST_WAITING),
                task -> daemon(task, "inbox"));
        clock.scheduleWithFixedDelay(() -> throwAway(retention), 1, 60, TimeUnit.MINUTES);
        clock.scheduleWithFixedDelay(this::poll, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Stores a message; ends well when it is safe. */
    public CompletableFuture<Void> store(String application, ShortMessage message) {
        used = true;
        return writer.store(application, message);
    }

    /** Hands out messages that nobody holds, oldest first. */
    public CompletableFuture<List<InboxMessage>> lease(Selection selection, int most, Duration held) {
        return work(() -> {
            List<InboxMessage> leased = table.lease(selection, most, held);
            metrics.count(selection.application(), "retrieved", leased.size());
            return leased;
        });
    }

    /**
     * Hands out messages that nobody holds, oldest first, for good: they are gone from the inbox, whether they arrive
     * or not.
     */
    public CompletableFuture<List<InboxMessage>> take(Selection selection, int most) {
        return work(() -> {
            List<InboxMessage> taken = table.take(selection, most);
            metrics.count(selection.application(), "retrieved", taken.size());
            metrics.count(selection.application(), "confirmed", taken.size());
            return taken;
        });
    }

    /** Takes messages back that have been handed out but have not arrived. */
    public CompletableFuture<Void> release(String application, Collection<String> ids) {
        return hold(application, ids, Duration.ZERO);
    }

    /**
     * Takes messages back that have been handed out but have not arrived; not those that somebody else has got since.
     */
    public CompletableFuture<Void> giveBack(String application, Collection<InboxMessage> leased) {
        return work(() -> {
            table.giveBack(application, leased);
            return null;
        });
    }

    /** Keeps messages from being handed out for {@code held} from now. */
    public CompletableFuture<Void> hold(String application, Collection<String> ids, Duration held) {
        return work(() -> {
            table.hold(application, ids, held);
            return null;
        });
    }

    /**
     * The application has these messages. Those that are not there, because they were confirmed before, do not matter.
     *
     * @return how many were there
     */
    public CompletableFuture<Integer> confirm(String application, Collection<String> ids) {
        return work(() -> {
            int confirmed = table.confirm(application, ids);
            metrics.count(application, "confirmed", confirmed);
            return confirmed;
        });
    }

    /** One message, without handing it out. */
    public CompletableFuture<Optional<InboxMessage>> find(String application, String id) {
        return work(() -> table.find(application, id));
    }

    /**
     * Messages in the order in which they came, without handing them out, those that are handed out included.
     *
     * @param after {@link InboxPage#next()} of the page before; 0 for the first
     */
    public CompletableFuture<InboxPage> page(Selection selection, int most, long after) {
        return work(() -> table.page(selection, most, after));
    }

    /** How many wait, those that are handed out included; 10,000 stands for as many and more. */
    public CompletableFuture<Integer> count(Selection selection) {
        return work(() -> table.count(selection));
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /**
     * Has {@code listener} called with an application's name when this node has stored something for it. It must not
     * block.
     */
    public void listen(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** Does it on one of the inbox's threads. */
    <T> CompletableFuture<T> work(Work<T> work) {
        used = true;
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            workers.execute(() -> {
                try {
                    result.complete(work.run());
                } catch (SQLException | RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new InboxBusyException());
        }
        return result;
    }

    /**
     * Other nodes have the same database.
     *
     * @param turn whether this node is the one that throws away what is too old, whoever has stored it
     */
    public void share(BooleanSupplier turn) {
        isOurTurn = turn;
        used = true;
    }

    /** Throws away what is too old; the clock's. */
    void throwAway(Duration retention) {
        if (!used || !isOurTurn.getAsBoolean()) {
            return;
        }
        try {
            table.deleteOlderThan(Instant.now().minus(retention)).forEach((application, count) -> {
                metrics.count(application, "expired", count);
                LOG.warn(
                        "{} messages that {} did not fetch within {} days were thrown away",
                        count,
                        application,
                        retention.toDays());
            });
        } catch (SQLException | RuntimeException e) {
            LOG.warn("Messages that nobody fetches cannot be thrown away: {}", e.getMessage());
        }
    }

    /** Counts what is there; the clock's. */
    void poll() {
        if (!used) {
            return;
        }
        try {
            metrics.show(table.contents());
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The messages in the inbox cannot be counted: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        writer.close();
        workers.shutdown();
    }
}

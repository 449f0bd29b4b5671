// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.vmnhub.database.Database;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness: whether the hub's database works, tried every few seconds by a thread of its own, so that nobody who asks
 * has to wait, and so that it is opened again once it can be. A database that no route has needed is no concern.
 */
public final class DatabaseHealthCheck extends AbstractHealthCheck implements AutoCloseable {

    private static final long BETWEEN_TRIES_SECONDS = 2;

    private final Database database;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "database-health");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Optional<String> problem = Optional.empty();

    public DatabaseHealthCheck(Database database) {
        super("vmnhub", "database");
        this.database = database;
    }

    /**
     * Tries a database that is there already at once, so that what is wrong with its file is reported before there are
     * messages for it.
     */
    public void start() {
        if (database.hasFile()) {
            problem = database.problem();
        }
        clock.scheduleWithFixedDelay(this::poll, BETWEEN_TRIES_SECONDS, BETWEEN_TRIES_SECONDS, TimeUnit.SECONDS);
    }

    private void poll() {
        if (database.isOpen() || database.hasFailed()) {
            problem = database.problem();
        }
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Optional<String> now = problem;
        now.ifPresent(builder::message);
        builder.state(now.isPresent() ? State.DOWN : State.UP);
    }

    @Override
    public void close() {
        clock.shutdown(); // no interrupt: it would close the file of an embedded database
    }
}

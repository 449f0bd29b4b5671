// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hub's database: a pool of connections to H2 or PostgreSQL whose tables are those of {@code db/migration}, or to
 * MariaDB with those of {@code db/mariadb}.
 *
 * <p>It is opened, and its tables are made or brought up to date, when somebody first asks for a connection: a hub
 * whose routes use no database touches none. An opening that fails is told to the caller as {@link SQLException} and
 * tried again by the next one, but not more than once a second.
 *
 * <p>An embedded database that has lost its file, because the disk was full or failed, answers nothing more until all
 * its connections are closed: then they are, and it is opened again, when its disk has room. Safe to share between
 * threads.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final long BETWEEN_LINES = Duration.ofMinutes(1).toNanos();
    private static final long PAUSE_AFTER_FAILURE = Duration.ofSeconds(1).toNanos();
    /** How long a connection is waited for; under the time in which an SMSC has to be answered. */
    private static final Duration CONNECTION_WITHIN = Duration.ofSeconds(5);

    private static final int VALID_WITHIN_SECONDS = 2;
    private static final int TO_MIGRATE = 2;

    private final SqlFile sql = new SqlFile(Database.class, "database.sql");
    private final DatabaseSettings settings;
    private final Optional<EmbeddedFile> file;
    private final DataSource dataSource = new LazyDataSource(this);
    private volatile HikariDataSource pool;
    private volatile boolean closed;
    private boolean closing;
    private SQLException failure;
    private long failedAt;
    private long toldAt = System.nanoTime() - BETWEEN_LINES;

    public Database(DatabaseSettings settings) {
        this.settings = settings;
        this.file = EmbeddedFile.of(settings.url());
    }

    /** The connections; the object is the same before and after opening. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Whether somebody has used the database since the start. */
    public boolean isOpen() {
        return pool != null;
    }

    /** Whether it has stopped, or could not be opened, since it last worked. */
    public synchronized boolean hasFailed() {
        return failure != null;
    }

    /** Whether it is in a file that an earlier run of the hub has left. */
    public boolean hasFile() {
        return file.map(EmbeddedFile::exists).orElse(false);
    }

    /**
     * Tries whether it works, opening it where need be. Waits for the database.
     *
     * @return what is wrong with it; empty when nothing is
     */
    public Optional<String> problem() {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(VALID_WITHIN_SECONDS);
            statement.execute(sql.get("probe"));
            return Optional.empty();
        } catch (SQLException e) {
            String told = e.getMessage().startsWith("database ")
                    ? e.getMessage()
                    : "database " + settings.place() + ": " + e.getMessage();
            return closed ? Optional.empty() : Optional.of(told);
        }
    }

    /** Gives its connections back and closes it for good. */
    @Override
    public synchronized void close() {
        closed = true;
        if (pool != null) {
            pool.close();
        }
    }

    Connection connection() throws SQLException {
        HikariDataSource open = pool;
        return (open != null ? open : open()).getConnection();
    }

    private synchronized HikariDataSource open() throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException("the hub's database is closed");
        }
        if (pool != null) {
            return pool;
        }
        if (closing) {
            throw new SQLTransientConnectionException(failure.getMessage(), failure.getSQLState(), failure);
        }
        if (failure != null && System.nanoTime() - failedAt < PAUSE_AFTER_FAILURE) {
            throw new SQLTransientConnectionException(failure.getMessage(), failure.getSQLState(), failure);
        }
        HikariDataSource opening = null;
        AtomicReference<HikariDataSource> owner = new AtomicReference<>();
        try {
            Optional<String> full = failure == null ? Optional.empty() : file.flatMap(EmbeddedFile::full);
            if (full.isPresent()) {
                throw new IllegalStateException(full.get());
            }
            opening = new HikariDataSource(config(owner));
            owner.set(opening);
            int migrations = migrate(opening);
            shrink(opening);
            LOG.info("Database {} open, {} migrations applied", settings.place(), migrations);
            pool = opening;
            failure = null;
            return pool;
        } catch (RuntimeException e) { // HikariCP's and Flyway's own
            if (opening != null) {
                opening.close();
            }
            failed(
                    "cannot be opened: "
                            + file.flatMap(embedded -> embedded.diagnosis(e)).orElse(rootMessage(e)),
                    e);
            throw failure;
        }
    }

    private void failed(String why, Exception cause) {
        failure = new SQLTransientConnectionException("database " + settings.place() + " " + why, cause);
        failedAt = System.nanoTime();
        if (failedAt - toldAt >= BETWEEN_LINES) {
            toldAt = failedAt;
            LOG.error("Database {} {}. What needs it is refused until it works", settings.place(), why);
        }
    }

    /**
     * Asked about every failure of a connection. A broken database's connections are closed, all of them, before it is
     * opened again.
     */
    private SQLExceptionOverride.Override judge(HikariDataSource broken, SQLException cause) {
        if (file.isEmpty() || !EmbeddedFile.isBroken(cause)) {
            return SQLExceptionOverride.Override.CONTINUE_EVICT;
        }
        synchronized (this) {
            if (pool == broken && !closed) {
                pool = null;
                closing = true;
                failed("has stopped: " + file.get().diagnosis(cause).orElse(cause.getMessage()), cause);
                Thread closer = new Thread(() -> closeBroken(broken), "hub-database-close");
                closer.setDaemon(true);
                closer.start();
            }
        }
        return SQLExceptionOverride.Override.MUST_EVICT;
    }

    /** Waits for connections that are in use; their users get errors. */
    private void closeBroken(HikariDataSource broken) {
        try {
            broken.close();
        } finally {
            synchronized (this) {
                closing = false;
            }
        }
    }

    /**
     * In H2 and MariaDB a table is made even when what should note that does not come to pass, because the hub was
     * killed or the connection lost. So every migration leaves alone what is there, and a history that does not fit is
     * put right.
     */
    private int migrate(DataSource opening) {
        Flyway flyway = Flyway.configure(Database.class.getClassLoader())
                .dataSource(opening)
                .locations(settings.isMariaDb() ? "classpath:db/mariadb" : "classpath:db/migration")
                .outOfOrder(true)
                .load();
        try {
            return flyway.migrate().migrationsExecuted;
        } catch (FlywayException e) {
            LOG.warn(
                    "Database {}: the history of its tables is put right: {}",
                    settings.place(),
                    e.getClass().getSimpleName());
            flyway.repair();
            return flyway.migrate().migrationsExecuted;
        }
    }

    /** Back to as many connections as there may be: migrating needs one for the history beside the one that changes. */
    private void shrink(HikariDataSource migrated) {
        if (settings.connections() < TO_MIGRATE) {
            migrated.getHikariConfigMXBean().setMinimumIdle(settings.connections());
            migrated.getHikariConfigMXBean().setMaximumPoolSize(settings.connections());
            migrated.getHikariPoolMXBean().softEvictConnections();
        }
    }

    private HikariConfig config(AtomicReference<HikariDataSource> owner) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("hub-database");
        config.setJdbcUrl(EmbeddedFile.quiet(settings.url()));
        config.setExceptionOverride(new SQLExceptionOverride() {
            @java.lang.Override // the interface has an Override of its own
            public Override adjudicate(SQLException cause) {
                return judge(owner.get(), cause);
            }
        });
        if (!settings.username().isEmpty()) {
            config.setUsername(settings.username());
        }
        if (!settings.password().isEmpty()) {
            config.setPassword(settings.password());
        }
        config.setMaximumPoolSize(Math.max(TO_MIGRATE, settings.connections()));
        config.setMinimumIdle(TO_MIGRATE);
        config.setConnectionTimeout(CONNECTION_WITHIN.toMillis());
        if (settings.isMariaDb()) {
            config.setTransactionIsolation(
                    "TRANSACTION_READ_COMMITTED"); // as the others; its own default locks the gaps between rows too
            config.addDataSourceProperty("connectionTimeZone", "+00:00"); // its columns have no zone: they are UTC
            config.addDataSourceProperty("forceConnectionTimeZoneToSession", "true");
            config.addDataSourceProperty("preserveInstants", "true");
        }
        return config;
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}

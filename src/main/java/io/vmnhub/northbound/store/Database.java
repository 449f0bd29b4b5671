package io.vmnhub.northbound.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hub's database: a pool of connections to H2 or PostgreSQL whose tables are those of {@code db/migration}, or to MariaDB with those of
 * {@code db/mariadb}.
 *
 * <p>It is opened, and its tables are made or brought up to date, when somebody first asks for a connection: a hub whose routes use no
 * database touches none. An opening that fails is told to the caller as {@link SQLException} and tried again by the next one, but not
 * more than once a second. Safe to share between threads.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final long PAUSE_AFTER_FAILURE = Duration.ofSeconds(1).toNanos();
    /** How long a connection is waited for; under the time in which an SMSC has to be answered. */
    private static final Duration CONNECTION_WITHIN = Duration.ofSeconds(5);

    private final DatabaseSettings settings;
    private final DataSource dataSource = new LazyDataSource(this);
    private volatile HikariDataSource pool;
    private boolean closed;
    private SQLException failure;
    private long failedAt;

    public Database(DatabaseSettings settings) {
        this.settings = settings;
    }

    /** The connections; the object is the same before and after opening. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Whether somebody has used the database since the start. */
    public boolean isOpen() {
        return pool != null;
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
        if (failure != null && System.nanoTime() - failedAt < PAUSE_AFTER_FAILURE) {
            throw new SQLTransientConnectionException(failure.getMessage(), failure.getSQLState(), failure);
        }
        HikariDataSource opening = null;
        try {
            opening = new HikariDataSource(config());
            int migrations = migrate(opening);
            LOG.info("Database {} open, {} migrations applied", settings.place(), migrations);
            pool = opening;
            failure = null;
            return pool;
        } catch (RuntimeException e) { // HikariCP's and Flyway's own
            if (opening != null) {
                opening.close();
            }
            failure = new SQLTransientConnectionException("database " + settings.place() + " cannot be opened: " + rootMessage(e), e);
            failedAt = System.nanoTime();
            throw failure;
        }
    }

    /**
     * In H2 and MariaDB a table is made even when what should note that does not come to pass, because the hub was killed or the connection lost.
     * So every migration leaves alone what is there, and a history that does not fit is put right.
     */
    private int migrate(DataSource opening) {
        Flyway flyway = Flyway.configure(Database.class.getClassLoader()).dataSource(opening)
                .locations(settings.isMariaDb() ? "classpath:db/mariadb" : "classpath:db/migration").outOfOrder(true).load();
        try {
            return flyway.migrate().migrationsExecuted;
        } catch (FlywayException e) {
            LOG.warn("Database {}: the history of its tables is put right: {}", settings.place(), e.getClass().getSimpleName());
            flyway.repair();
            return flyway.migrate().migrationsExecuted;
        }
    }

    private HikariConfig config() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("hub-database");
        config.setJdbcUrl(settings.url());
        if (!settings.username().isEmpty()) {
            config.setUsername(settings.username());
        }
        if (!settings.password().isEmpty()) {
            config.setPassword(settings.password());
        }
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(Math.min(2, settings.connections()));
        config.setConnectionTimeout(CONNECTION_WITHIN.toMillis());
        if (settings.isMariaDb()) {
            config.setTransactionIsolation("TRANSACTION_READ_COMMITTED"); // as the others; its own default locks the gaps between rows too
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

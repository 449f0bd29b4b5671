package io.vmnhub.northbound.sql;

import io.vmnhub.northbound.store.DatabaseSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A PostgreSQL of Debian's package with a data folder of its own, run as user postgres because it refuses to run as root. Its sessions' time
 * zone is not UTC.
 */
public final class PostgresqlServer implements DatabaseServer {

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    private final Path programs;
    private final Path folder;
    private final int port;
    private Process server;

    private PostgresqlServer(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /** A running server; empty when none is installed or this user may not start it. */
    public static Optional<DatabaseServer> start() throws Exception {
        if (!Files.isDirectory(INSTALLED) || !System.getProperty("user.name").equals("root")) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(INSTALLED); ServerSocket free = new ServerSocket(0)) {
            Optional<Path> programs = versions.map(version -> version.resolve("bin")).filter(bin -> Files.exists(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder());
            if (programs.isEmpty()) {
                return Optional.empty();
            }
            Path folder = Files.createTempDirectory("vmnhub-postgresql");
            run(List.of("chown", "postgres", folder.toString()));
            PostgresqlServer server = new PostgresqlServer(programs.get(), folder, free.getLocalPort());
            run(server.asPostgres("initdb", "-D", folder + "/data", "-A", "trust", "-U", "hub", "-E", "UTF8", "--no-locale"));
            free.close();
            server.launch();
            run(server.asPostgres("createdb", "-h", "127.0.0.1", "-p", String.valueOf(server.port), "-U", "hub", "hub"));
            return Optional.of(server);
        }
    }

    @Override
    public void launch() throws Exception {
        server = new ProcessBuilder(asPostgres("postgres", "-D", folder + "/data", "-h", "127.0.0.1", "-p", String.valueOf(port),
                "-k", folder.toString(), "-c", "timezone=Asia/Kathmandu")).redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() ->
                new ProcessBuilder(asPostgres("pg_isready", "-q", "-h", "127.0.0.1", "-p", String.valueOf(port))).start().waitFor() == 0);
    }

    @Override
    public void kill() throws InterruptedException {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly().waitFor();
    }

    @Override
    public DatabaseSettings settings() {
        return new DatabaseSettings("jdbc:postgresql://127.0.0.1:" + port + "/hub?socketTimeout=5&connectTimeout=2", "hub", "", 6);
    }

    @Override
    public String client(String sql) throws Exception {
        return run(asPostgres("psql", "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", "hub", "-v", "ON_ERROR_STOP=1", "-Atc", sql, "hub"));
    }

    @Override
    public String waiting() {
        return "select count(*) from pg_locks where not granted";
    }

    @Override
    public void survive(Statement statement) throws SQLException {
        statement.execute("set local deadlock_timeout = '1min'"); // PostgreSQL ends the transaction that looks first
    }

    private List<String> asPostgres(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups",
                programs.resolve(program).toString()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + output);
        }
        return output;
    }

    @Override
    public void close() throws Exception {
        server.destroy();
        server.waitFor(10, TimeUnit.SECONDS);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

package io.vmnhub.northbound.sql;

import io.vmnhub.northbound.store.DatabaseSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
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

/** A MariaDB with a data folder of its own, run as user mysql because it refuses to run as root. Its session's time zone is not UTC. */
public final class MariaDbServer implements DatabaseServer {

    private static final Path SERVER = Path.of("/usr/sbin/mariadbd");

    private final Path folder;
    private final int port;
    private Process server;

    private MariaDbServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** A running server; empty when none is installed or this user may not start it. */
    public static Optional<DatabaseServer> start() throws Exception {
        if (!Files.isExecutable(SERVER) || !System.getProperty("user.name").equals("root")) {
            return Optional.empty();
        }
        Path folder = Files.createTempDirectory("vmnhub-mariadb");
        run(List.of("chown", "mysql", folder.toString()));
        run(List.of("mariadb-install-db", "--no-defaults", "--user=mysql", "--auth-root-authentication-method=normal", "--skip-test-db",
                "--datadir=" + folder + "/data"));
        MariaDbServer server;
        try (ServerSocket free = new ServerSocket(0)) {
            server = new MariaDbServer(folder, free.getLocalPort());
        }
        server.launch();
        server.client("create user hub@127.0.0.1; create database hub; grant all on hub.* to hub@127.0.0.1; grant process on *.* to hub@127.0.0.1");
        return Optional.of(server);
    }

    @Override
    public void launch() throws Exception {
        server = new ProcessBuilder(asMysql(SERVER.toString(), "--no-defaults", "--datadir=" + folder + "/data", "--bind-address=127.0.0.1",
                "--port=" + port, "--socket=" + folder + "/socket", "--pid-file=" + folder + "/pid", "--default-time-zone=+05:45"))
                .redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
        Awaitility.await().atMost(Duration.ofSeconds(90)).ignoreExceptions().until(() -> client("select 1").contains("1"));
    }

    @Override
    public void kill() throws InterruptedException {
        server.destroyForcibly().waitFor();
    }

    @Override
    public DatabaseSettings settings() {
        return new DatabaseSettings("jdbc:mariadb://127.0.0.1:" + port + "/hub?socketTimeout=5000&connectTimeout=2000", "hub", "", 6);
    }

    @Override
    public String client(String sql) throws Exception {
        List<String> command = new ArrayList<>(List.of("mariadb", "--no-defaults", "--default-character-set=utf8mb4", "-S", folder + "/socket",
                "-u", "root", "-N", "-B", "-e", sql));
        if (!sql.startsWith("create user") && !sql.equals("select 1")) {
            command.add("hub");
        }
        return run(command).replace('\t', '|');
    }

    @Override
    public String waiting() {
        return "select count(*) from information_schema.innodb_trx where trx_state = 'LOCK WAIT'";
    }

    @Override
    public void survive(Statement statement) throws SQLException {
        // InnoDB rolls back the transaction that has changed less
        statement.execute("create table if not exists weight (n integer primary key)");
        statement.execute("insert into weight select seq from seq_1_to_500");
    }

    private static List<String> asMysql(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=mysql", "--regid=mysql", "--clear-groups", program));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + output);
        }
        return output;
    }

    @Override
    public void close() throws Exception {
        server.destroy();
        if (!server.waitFor(20, TimeUnit.SECONDS)) {
            server.destroyForcibly().waitFor();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}

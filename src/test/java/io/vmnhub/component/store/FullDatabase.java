// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.database.Database;
import io.vmnhub.database.DatabaseSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * An embedded database on a disk that fills up and gets room again, in a process of its own; prints what it has seen.
 */
final class FullDatabase {

    private FullDatabase() {}

    public static void main(String[] arguments) throws Exception {
        Path disk = Path.of(arguments[0]);
        List<Integer> committed = new ArrayList<>();
        try (Database database = new Database(new DatabaseSettings(DatabaseSettings.embeddedUrl(disk), "", "", 4))) {
            fill(database, committed);
            System.out.println("problem: " + database.problem().orElse("none"));
            long before = size(disk);
            keepTrying(database);
            System.out.println("grown while full: " + (size(disk) - before > 4_000_000));
            Files.delete(disk.resolve("somebody-elses"));
            Awaitility.await()
                    .atMost(60, TimeUnit.SECONDS)
                    .until(() -> database.problem().isEmpty());
            insert(database, 1_000_000);
            committed.add(1_000_000);
            Set<Integer> found = new HashSet<>();
            try (Connection connection = database.dataSource().getConnection();
                    ResultSet rows = connection.createStatement().executeQuery("select message_id from sms_inbox")) {
                while (rows.next()) {
                    found.add(rows.getInt(1));
                }
            }
            System.out.println("missing: "
                    + committed.stream()
                            .filter(number -> !found.contains(number))
                            .count() + " of " + committed.size());
        }
        try (Stream<Path> files = Files.walk(disk)) {
            System.out.println("trace files: "
                    + files.filter(file -> file.toString().endsWith(".trace.db"))
                            .count());
        }
        System.out.println("recovered after " + committed.size());
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void fill(Database database, List<Integer> committed) {
        try {
            for (int i = 0; i < 1_000_000; i++) {
                insert(database, i);
                committed.add(i);
            }
        } catch (SQLException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }

    /** 300 times, one every 10 ms, as messages come. */
    private static void keepTrying(Database database) {
        AtomicInteger tried = new AtomicInteger();
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    try {
                        insert(database, -1);
                        System.out.println("stored on a full disk");
                    } catch (SQLException e) {
                        return tried.incrementAndGet() >= 300;
                    }
                    return true;
                });
    }

    private static void insert(Database database, int number) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into sms_inbox (message_id, message_identity, application, originating_address, "
                                + "originating_address_type, destination_address, "
                                + "service_centre_address, received_at, text, alphabet, data_coding_scheme, "
                                + "protocol_identifier, user_data) "
                                + "values (?, ?, 'demo', '1', 'UNKNOWN', '2', '3', current_timestamp, ?, 'GSM7', "
                                + "0, 0, x'00')")) {
            insert.setString(1, String.valueOf(number));
            insert.setString(2, String.valueOf(number));
            insert.setString(3, "x".repeat(40_000));
            insert.executeUpdate();
        }
    }

    private static long size(Path disk) throws Exception {
        try (Stream<Path> files = Files.walk(disk)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}

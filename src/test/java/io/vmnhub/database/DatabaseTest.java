// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    @TempDir
    Path home;

    private Database embedded() {
        return new Database(new DatabaseSettings(DatabaseSettings.embeddedUrl(home), "", "", 2));
    }

    @Test
    void aDatabaseThatNobodyUsesLeavesNoFile() {
        try (Database database = embedded()) {
            assertThat(database.dataSource()).isNotNull();
            assertThat(database.isOpen()).isFalse();
        }
        assertThat(home.resolve("data")).doesNotExist();
    }

    @Test
    void theFirstConnectionFindsTheTablesAndTheNextStartFindsTheRows() throws SQLException {
        try (Database database = embedded();
                Connection connection = database.dataSource().getConnection()) {
            connection
                    .createStatement()
                    .executeUpdate("insert into sms_inbox (message_id, application, originating_address, "
                            + "originating_address_type, destination_address, service_centre_address, "
                            + "received_at, text, alphabet, "
                            + "data_coding_scheme, protocol_identifier, user_data) values ('1', 'demo', '1', "
                            + "'UNKNOWN', '2', '3', "
                            + "current_timestamp, 'x', 'GSM7', 0, 0, x'00')");
            assertThat(Files.exists(home.resolve("data/hub.mv.db"))).isTrue();
        }
        try (Database database = embedded();
                Connection connection = database.dataSource().getConnection();
                ResultSet rows = connection.createStatement().executeQuery("select message_id from sms_inbox")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("1");
        }
    }

    @Test
    void oneConnectionIsEnough() throws SQLException {
        try (Database database = new Database(new DatabaseSettings(DatabaseSettings.embeddedUrl(home), "", "", 1))) {
            for (int i = 0; i < 3; i++) {
                try (Connection connection = database.dataSource().getConnection();
                        ResultSet row = connection.createStatement().executeQuery("select 1")) {
                    assertThat(row.next()).isTrue();
                }
            }
        }
    }

    @Test
    void aDatabaseThatCannotBeReachedIsToldWithItsPlaceAndWithoutItsPassword() {
        DatabaseSettings settings =
                new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/hub?password=secret", "hub", "secret", 2);
        try (Database database = new Database(settings)) {
            assertThatThrownBy(() -> database.dataSource().getConnection())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/hub cannot be opened")
                    .hasMessageNotContaining("secret");
            assertThat(settings.toString()).doesNotContain("secret");
        }
    }

    @Test
    void aHubThatWasKilledWhileItMadeItsTablesMakesTheRest() throws Exception {
        String url = DatabaseSettings.embeddedUrl(home);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            String first = Files.readString(Path.of("src/main/resources/db/migration/V1__sms_inbox.sql"));
            statement.execute(first.substring(
                    0, first.indexOf(';'))); // the table is there, its index and the note that it is there are not
        }
        try (Database database = embedded();
                Connection connection = database.dataSource().getConnection();
                ResultSet rows = connection.createStatement().executeQuery("select count(*) from pull_message")) {
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void aHistoryThatDoesNotFitIsPutRight() throws Exception {
        try (Database database = embedded();
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update \"flyway_schema_history\" set \"checksum\" = 1, \"success\" = false where "
                    + "\"version\" = '21'");
            statement.execute("drop table pull_subscription");
        }
        try (Database database = embedded();
                Connection connection = database.dataSource().getConnection();
                ResultSet rows = connection.createStatement().executeQuery("select count(*) from pull_subscription")) {
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void aFileThatIsDamagedIsToldWithItsNameAndWhatToDo() throws Exception {
        try (Database database = embedded()) {
            assertThat(database.problem()).isEmpty();
        }
        Path file = home.resolve("data/hub.mv.db");
        byte[] octets = Files.readAllBytes(file);
        for (int i = 0; i < octets.length; i++) {
            octets[i] ^= (byte) (i * 31 + 7);
        }
        Files.write(file, octets);
        try (Database database = embedded()) {
            assertThat(database.hasFile()).isTrue();
            assertThat(database.problem().orElseThrow())
                    .startsWith("database jdbc:h2:file:")
                    .contains("cannot be opened: its file " + file
                            + " is damaged; stop the hub, and put back a copy of the file, or move it away")
                    .doesNotContain("\n");
            assertThat(database.hasFailed()).isTrue();
        }
        assertThat(file).hasBinaryContent(octets);
    }

    @Test
    void aDatabaseWithAnErrorWritesNoTraceFile() throws Exception {
        try (Database database = embedded();
                Connection connection = database.dataSource().getConnection()) {
            assertThatThrownBy(() -> connection.createStatement().execute("select * from nowhere"))
                    .isInstanceOf(SQLException.class);
        }
        try (var files = Files.list(home.resolve("data"))) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("hub.mv.db");
        }
    }

    @Test
    void aClosedDatabaseGivesNoConnection() {
        Database database = embedded();
        database.close();
        assertThatThrownBy(() -> database.dataSource().getConnection())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("closed");
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.vmnhub.database.Database;
import io.vmnhub.database.DatabaseSettings;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class H2MessageLogIT implements MessageLogContract {

    private static Database database;

    @BeforeAll
    static void open(@TempDir Path home) {
        database = new Database(new DatabaseSettings(DatabaseSettings.embeddedUrl(home), "", "", 2));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Override
    public DataSource dataSource() {
        return database.dataSource();
    }
}

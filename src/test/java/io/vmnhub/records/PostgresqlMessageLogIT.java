// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmnhub.database.Database;
import io.vmnhub.fixture.DatabaseServer;
import io.vmnhub.fixture.PostgresqlServer;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresqlMessageLogIT implements MessageLogContract {

    private static Optional<DatabaseServer> server = Optional.empty();
    private static Database database;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresqlServer.start();
        assumeTrue(server.isPresent(), "PostgreSQL is not installed, or this user may not start it");
        database = new Database(server.get().settings());
    }

    @AfterAll
    static void stop() throws Exception {
        if (server.isPresent()) {
            database.close();
            server.get().close();
        }
    }

    @Override
    public DataSource dataSource() {
        return database.dataSource();
    }
}

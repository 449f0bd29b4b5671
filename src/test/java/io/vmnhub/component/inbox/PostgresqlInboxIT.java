// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.fixture.DatabaseServer;
import io.vmnhub.fixture.PostgresqlServer;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresqlInboxIT extends InboxContract {

    private static Optional<DatabaseServer> server = Optional.empty();

    @BeforeAll
    static void startServer() throws Exception {
        server = PostgresqlServer.start();
        assumeTrue(server.isPresent(), "PostgreSQL is not installed, or this user may not start it");
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server.isPresent()) {
            server.get().close();
        }
    }

    @Override
    DatabaseSettings settings() {
        return server.orElseThrow().settings();
    }
}

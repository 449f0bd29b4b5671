package io.vmnhub.northbound.inbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmnhub.northbound.sql.DatabaseServer;
import io.vmnhub.northbound.sql.MariaDbServer;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The inbox on MariaDB, whose tables and times are its own. */
class MariaDbInboxIT implements InboxContract {

    private static Optional<DatabaseServer> server = Optional.empty();

    @BeforeAll
    static void startServer() throws Exception {
        server = MariaDbServer.start();
        assumeTrue(server.isPresent(), "MariaDB is not installed, or this user may not start it");
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server.isPresent()) {
            server.get().close();
        }
    }

    @Override
    public DatabaseServer server() {
        return server.orElseThrow();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.fixture.DatabaseServer;
import io.vmnhub.fixture.PostgresqlServer;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@NeedsPeer(Peer.POSTGRESQL)
class PostgresqlMessageWaitingIT extends MessageWaitingContract {

    private static Optional<DatabaseServer> server = Optional.empty();

    @BeforeAll
    static void startServer() throws Exception {
        server = PostgresqlServer.start();
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

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import io.vmnhub.component.inbox.Subscription;
import io.vmnhub.fixture.DatabaseServer;
import io.vmnhub.fixture.PostgresqlServer;
import io.vmnhub.fixture.RestServer;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same on PostgreSQL. */
@NeedsPeer(Peer.POSTGRESQL)
class PostgresqlRestApiIT extends RestApiIT {

    private static Optional<DatabaseServer> postgresql = Optional.empty();

    PostgresqlRestApiIT() throws Exception {}

    @BeforeAll
    static void startServer() throws Exception {
        postgresql = PostgresqlServer.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (postgresql.isPresent()) {
            postgresql.get().close();
        }
    }

    @Override
    RestServer open() throws Exception {
        RestServer server = new RestServer(postgresql.orElseThrow().settings(), Optional.empty(), 10_000);
        server.inbox.subscriptions().all(Subscription.Form.REST).get(30, TimeUnit.SECONDS); // the tables are there now
        postgresql.orElseThrow().client("delete from pull_message; delete from pull_subscription");
        return server;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import io.vmnhub.fixture.DatabaseServer;
import io.vmnhub.fixture.PostgresqlServer;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@NeedsPeer(Peer.POSTGRESQL)
class PostgresqlSqlSinkIT extends ServerSqlSinkContract {

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
    DatabaseServer server() {
        return server.orElseThrow();
    }

    @Override
    String lockTable() {
        return "lock table sms_inbox in exclusive mode";
    }

    @Override
    String octets() {
        return "bytea";
    }

    @Override
    String instant() {
        return "timestamp(3) with time zone";
    }

    /** A zone that is not the sender's, not the server's and not UTC. */
    @Override
    String timesInTokyo() {
        return "set timezone to 'Asia/Tokyo'; select text, service_centre_timestamp, received_at from sms_inbox "
                + "where message_id = '01P'";
    }

    @Override
    String timesInTokyoAsPrinted() {
        return "Grüße 😀|2026-11-22 07:20:06+09|2026-11-22 07:20:07.123+09";
    }

    @Override
    String inboxByOrder() {
        return "sms_inbox";
    }

    @Override
    String now() {
        return "now()";
    }
}

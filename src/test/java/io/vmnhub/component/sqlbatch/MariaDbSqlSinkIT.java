// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import io.vmnhub.fixture.DatabaseServer;
import io.vmnhub.fixture.MariaDbServer;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@NeedsPeer(Peer.MARIADB)
class MariaDbSqlSinkIT extends ServerSqlSinkContract {

    private static Optional<DatabaseServer> server = Optional.empty();

    @BeforeAll
    static void startServer() throws Exception {
        server = MariaDbServer.start();
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

    /** InnoDB lets an insert wait for another of the same key. */
    @Override
    String lockTable() {
        return "insert into sms_inbox (message_id, application, originating_address, originating_address_type, "
                + "destination_address, "
                + "service_centre_address, received_at, text, alphabet, data_coding_scheme, "
                + "protocol_identifier, user_data) "
                + "values ('locked', 'acme', '1', 'x', '2', '3', utc_timestamp(3), 'x', 'GSM7', 0, 0, 'x')";
    }

    @Override
    String tableOptions() {
        return " default character set utf8mb4";
    }

    @Override
    String octets() {
        return "varbinary(200)";
    }

    @Override
    String instant() {
        return "timestamp(3) null";
    }

    /** The columns are UTC, so the client converts. */
    @Override
    String timesInTokyo() {
        return "select text, convert_tz(service_centre_timestamp, '+00:00', '+09:00'), convert_tz(received_at, "
                + "'+00:00', '+09:00') "
                + "from sms_inbox where message_id = '01P'";
    }

    @Override
    String timesInTokyoAsPrinted() {
        return "Grüße 😀|2026-11-22 07:20:06.000|2026-11-22 07:20:07.123";
    }

    @Override
    String inboxByOrder() {
        return "sms_inbox force index (sms_inbox_pending)";
    }

    @Override
    String now() {
        return "utc_timestamp(3)";
    }
}

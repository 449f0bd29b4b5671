// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.vmnhub.database.Database;
import io.vmnhub.fixture.DatabaseServer;
import io.vmnhub.fixture.MariaDbServer;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

@NeedsPeer(Peer.MARIADB)
class MariaDbMessageLogIT implements MessageLogContract {

    private static Optional<DatabaseServer> server = Optional.empty();
    private static Database database;

    @BeforeAll
    static void start() throws Exception {
        server = MariaDbServer.start();
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

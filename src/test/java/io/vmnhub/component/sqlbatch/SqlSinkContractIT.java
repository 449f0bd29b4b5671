// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.sqlbatch;

import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Refusal;
import io.vmnhub.contract.SinkContract;
import io.vmnhub.contract.TestedSink;
import io.vmnhub.database.Database;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.fixture.FreePort;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.tools.Server;

/** The table, where committed is confirmed; the application is away when the database server is. */
class SqlSinkContractIT implements SinkContract {

    private static final class Sink implements TestedSink {

        private final int port = FreePort.next();
        private final String database = "mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        private Server server;
        private Database pool;
        private ConnectorHub hub;

        @Override
        public void open() throws Exception {
            comeBack();
            pool = new Database(new DatabaseSettings("jdbc:h2:tcp://127.0.0.1:" + port + "/" + database, "", "", 4));
            hub = new ConnectorHub();
            hub.context().getRegistry().bind("dataSource", DataSource.class, pool.dataSource());
            hub.routes("""
                    - route:
                        from:
                          uri: direct:patient
                          steps:
                            - to: kamelet:sql-sink?confirmWithin=1m
                    - route:
                        from:
                          uri: direct:hasty
                          steps:
                            - to: kamelet:sql-sink?confirmWithin=1s
                    - route:
                        from:
                          uri: direct:nowhere
                          steps:
                            - to: "sql-batch:insert into nowhere (id) values (:#messageId)"
                    """).start();
        }

        @Override
        public ConnectorHub hub() {
            return hub;
        }

        @Override
        public void confirm() {
            // it takes everything as long as it is there
        }

        @Override
        public void leave() {
            server.stop();
        }

        @Override
        public void comeBack() throws SQLException {
            server = Server.createTcpServer("-tcpPort", String.valueOf(port), "-ifNotExists")
                    .start();
        }

        @Override
        public Collection<String> taken() throws SQLException {
            List<String> texts = new ArrayList<>();
            try (Connection connection = DriverManager.getConnection("jdbc:h2:" + database);
                    ResultSet rows = connection.createStatement().executeQuery("select text from sms_inbox")) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        }

        @Override
        public boolean dropsRepeats() {
            return true;
        }

        @Override
        public List<Refusal> refusals() {
            return List.of(Refusal.of("a table that is not there", "systemFailure", "direct:nowhere"));
        }

        @Override
        public void close() {
            if (hub != null) {
                hub.close();
            }
            if (pool != null) {
                pool.close();
            }
            if (server != null) {
                server.stop();
            }
        }
    }

    private final TestedSink sink = new Sink();

    @Override
    public TestedSink sink() {
        return sink;
    }
}

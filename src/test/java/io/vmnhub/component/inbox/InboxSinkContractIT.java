// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Messages;
import io.vmnhub.contract.Refusal;
import io.vmnhub.contract.SinkContract;
import io.vmnhub.contract.TestedSink;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.fixture.RestServer;
import io.vmnhub.sms.StatusReport;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;

/** The inbox, where stored is confirmed; the application is away when its database is. */
class InboxSinkContractIT implements SinkContract {

    private static final class Sink implements TestedSink {

        private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        private RestServer server;
        private ConnectorHub hub;

        @Override
        public void open() throws Exception {
            server = new RestServer(new DatabaseSettings(url, "", "", 10), Optional.empty(), 10_000);
            hub = new ConnectorHub().bind(Inbox.NAME, server.inbox).routes("""
                            - route:
                                from:
                                  uri: direct:patient
                                  steps:
                                    - to: kamelet:inbox-sink?application=acme
                            - route:
                                from:
                                  uri: direct:hasty
                                  steps:
                                    - to: inbox:acme
                            """).start();
        }

        @Override
        public ConnectorHub hub() {
            return hub;
        }

        @Override
        public void confirm() {
            server.gate = () -> {};
        }

        @Override
        public void leave() {
            server.loseDatabase();
        }

        @Override
        public void comeBack() {
            confirm();
        }

        @Override
        public Collection<String> taken() throws SQLException {
            List<String> texts = new ArrayList<>();
            try (Connection connection = DriverManager.getConnection(url);
                    ResultSet rows = connection.createStatement().executeQuery("select body from pull_message")) {
                while (rows.next()) {
                    Matcher text = Messages.NUMBERED.matcher(rows.getString(1));
                    if (text.find()) {
                        texts.add(text.group());
                    }
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
            return List.of(new Refusal(
                    "a status report, for which the inbox has no form",
                    () -> {},
                    PATIENT,
                    Messages.statusReport(new StatusReport(1, 0, Optional.empty(), false)),
                    "sm-DeliveryFailure(equipmentProtocolError)"));
        }

        @Override
        public void close() throws Exception {
            if (hub != null) {
                hub.close();
            }
            if (server != null) {
                server.close();
            }
        }
    }

    private final TestedSink sink = new Sink();

    @Override
    public TestedSink sink() {
        return sink;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.broker.BrokerSettings;
import io.vmnhub.component.store.BrokerState;
import io.vmnhub.fixture.StoreHub;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What readers could make of an older hub's broker is put right when its route starts, and nothing that it holds is
 * lost.
 */
class BrokerRepairIT {

    private static final String ROUTES = """
            - route: {from: {uri: direct:acme, steps: [{to: {uri: kamelet:jms-sink, parameters: {destination: sms.acme}}}]}}
            - route: {from: {uri: direct:late, steps: [{to: {uri: kamelet:store-action, parameters: {application: late}}}]}}
            """;

    @TempDir
    Path data;

    /**
     * As readers left it: sms.acme multicast, with subscriptions; and a queue at sms.acme that has the name of
     * another's store.
     */
    private void leaveAsReadersMadeIt() throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(data.resolve("journal").toString())
                .setBindingsDirectory(data.resolve("bindings").toString())
                .setPagingDirectory(data.resolve("paging").toString())
                .setLargeMessagesDirectory(data.resolve("large").toString());
        ActiveMQServer server = ActiveMQServers.newActiveMQServer(configuration);
        server.start();
        SimpleString address = SimpleString.of("sms.acme");
        server.addAddressInfo(new AddressInfo(address, RoutingType.MULTICAST));
        for (String queue : new String[] {"a-reader", "store.late"}) {
            server.createQueue(
                    QueueConfiguration.of(queue)
                            .setAddress(address)
                            .setRoutingType(RoutingType.MULTICAST)
                            .setDurable(true),
                    true);
        }
        CoreMessage message = new CoreMessage(server.getStorageManager().generateID(), 100);
        message.setAddress(address).setDurable(true);
        message.getBodyBuffer().writeString("kept");
        server.getPostOffice().route(message, false);
        server.stop();
    }

    @Test
    void anAddressThatReadersMadeMulticastWorksAgainAndKeepsItsMessages() throws Exception {
        leaveAsReadersMadeIt();
        try (StoreHub hub = new StoreHub(new BrokerSettings("", "", "", data, 10_000, 1_000_000, Optional.empty()))) {
            hub.routes(ROUTES).start();
            assertThat(hub.send("direct:acme", StoreHub.message("01A", "text")).get(20, TimeUnit.SECONDS))
                    .isNull();
            assertThat(hub.send("direct:late", StoreHub.message("01B", "text")).get(20, TimeUnit.SECONDS))
                    .isNull();
            assertThat(BrokerState.messages(hub, "sms.acme"))
                    .as("two that lay there and the new one")
                    .isEqualTo(3);
            assertThat(BrokerState.messages(hub, "store.late")).isEqualTo(1);
            assertThat(BrokerState.of(hub))
                    .containsEntry("address sms.acme", "[ANYCAST]")
                    .doesNotContainKey("queue a-reader");
            assertThat(BrokerState.of(hub).get("queue store.late")).startsWith("at store.late ANYCAST");
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.attacks;

import io.vmnhub.broker.BrokerProtocol;
import io.vmnhub.broker.BrokerSettings;
import io.vmnhub.broker.ListenerLimits;
import io.vmnhub.component.store.BrokerState;
import io.vmnhub.fixture.StoreHub;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A hub whose broker has two users: acme, the attacker, and bank. Both have a message in their queues, bank in its
 * store, its topic's subscription and everything else too.
 */
final class AttackedBroker implements AutoCloseable {

    static final String SECRET = "bank's secret";
    private static final String ROUTES = """
            - route: {from: {uri: direct:acme, steps: [{to: {uri: kamelet:jms-sink, parameters: {format: text}}}]}}
            - route: {from: {uri: direct:bank, steps: [{to: {uri: kamelet:jms-sink, parameters: {format: text}}}]}}
            - route:
                from:
                  uri: direct:bank-events
                  steps: [{to: {uri: kamelet:jms-sink, parameters: {format: text, topic: true, destination: events.bank}}}]
            - route:
                from:
                  uri: direct:bank-store
                  steps: [{to: {uri: kamelet:store-action, parameters: {application: bank}}}]
            """;

    final int port;
    final StoreHub hub;

    AttackedBroker(Path data, Set<BrokerProtocol> protocols, ListenerLimits limits) throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        hub = new StoreHub(new BrokerSettings(
                "",
                "",
                "",
                data,
                10_000,
                1_000_000,
                Optional.of(new BrokerSettings.Listener(
                        "127.0.0.1",
                        port,
                        Map.of("acme", "acme-secret", "bank", "bank-secret"),
                        Optional.empty(),
                        "",
                        protocols,
                        Map.of("acme", Set.of("audit"), "bank", Set.of("audit")),
                        limits))));
        hub.routes(ROUTES).start();
        for (String route : new String[] {"bank", "bank-events", "bank-store"}) {
            deliver(route, "01B" + route, SECRET);
        }
        deliver("acme", "01A", "own");
    }

    void deliver(String route, String id, String text) throws Exception {
        Exception failure =
                hub.send("direct:" + route, StoreHub.message(id, text)).get(20, TimeUnit.SECONDS);
        if (failure != null) {
            throw failure;
        }
    }

    Map<String, String> state() {
        return BrokerState.of(hub);
    }

    long messages(String queue) {
        return BrokerState.messages(hub, queue);
    }

    Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Override
    public void close() {
        hub.close();
    }
}

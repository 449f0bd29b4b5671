// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

import io.vmnhub.component.smppserver.Esme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An application that has bound over SMPP to some of the nodes, and binds again when a session has ended. */
final class BoundApplication implements AutoCloseable {

    private static final int BETWEEN_TRIES_MILLIS = 500;
    private static final String PASSWORD = "bound123";

    private final Consumer<String> taker;
    private final Map<Integer, Esme> sessions = new ConcurrentHashMap<>();
    private ScheduledExecutorService binders;

    /** @param taker gets the text of each message before it is confirmed */
    BoundApplication(Consumer<String> taker) {
        this.taker = taker;
    }

    /** Keeps a session with each of the nodes that listen there. */
    void keepBoundTo(List<Integer> ports) {
        binders = Executors.newScheduledThreadPool(ports.size());
        for (int port : ports) {
            binders.scheduleWithFixedDelay(() -> keepBound(port), 0, BETWEEN_TRIES_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void keepBound(int port) {
        Esme last = sessions.get(port);
        if (last != null && last.isBound()) {
            return;
        }
        Esme next = Esme.esme().named("bound", PASSWORD).counting().answering(message -> {
            taker.accept(new String(message.getShortMessage(), StandardCharsets.ISO_8859_1));
            return 0;
        });
        try {
            next.bind(port);
            sessions.put(port, next);
        } catch (IOException e) {
            next.close(); // the node is away, and tried again
        }
    }

    /** Whether it has so many sessions. */
    boolean isBound(int wanted) {
        return sessions.values().stream().filter(Esme::isBound).count() == wanted;
    }

    /** What the nodes' smpp.yaml has of it. */
    static String account() {
        return """
                listeners:
                  - {address: 127.0.0.1, port: "{{vmnhub.smpp.port}}"}
                accounts:
                  - systemId: bound
                    password: %s
                    window: 100
                """.formatted(PASSWORD);
    }

    static String route() {
        return """
                - route:
                    id: bound
                    from:
                      uri: direct:bound
                      steps:
                        - to: "kamelet:smpp-server-sink?account=bound"
                """;
    }

    @Override
    public void close() {
        if (binders != null) {
            binders.shutdownNow();
        }
        sessions.values().forEach(Esme::close);
    }
}

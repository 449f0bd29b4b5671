package io.vmnhub.northbound.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.northbound.NotConfirmedException;
import io.vmnhub.sms.ShortMessage;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerElsewhereIT {

    private static final String ROUTES = """
            - route:
                from:
                  uri: direct:acme
                  steps:
                    - to: kamelet:store-action
            - route:
                from:
                  uri: kamelet:store-source
                  parameters:
                    application: acme
                  steps:
                    - process:
                        ref: sink
            """;

    @TempDir
    Path data;

    @Test
    void aBrokerThatIsKilledRefusesWhileItIsAwayAndHasEveryConfirmedMessageWhenItIsBack() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Set<String> delivered = ConcurrentHashMap.newKeySet();
        Processor sink = exchange -> delivered.add(exchange.getMessage().getBody(ShortMessage.class).id());
        BrokerSettings settings = new BrokerSettings("tcp://127.0.0.1:" + port, "", "", data, 1, 0, Optional.empty());
        try (BrokerElsewhere broker = new BrokerElsewhere(data, port).start();
             StoreHub hub = new StoreHub(settings).bind("sink", sink).routes(ROUTES).start()) {
            Map<String, CompletableFuture<Exception>> sends = new LinkedHashMap<>();
            for (int i = 0; i < 2_000; i++) {
                sends.put("m" + i, hub.send("direct:acme", StoreHub.message("m" + i, "text")));
                if (i == 1_000) {
                    sends.get("m100").get(10, TimeUnit.SECONDS);
                    broker.kill();
                }
            }
            Set<String> confirmed = new TreeSet<>();
            for (Map.Entry<String, CompletableFuture<Exception>> send : sends.entrySet()) {
                if (send.getValue().get(20, TimeUnit.SECONDS) == null) {
                    confirmed.add(send.getKey());
                }
            }
            assertThat(confirmed.size()).isBetween(101, 1_999);
            assertThat(hub.send("direct:acme", StoreHub.message("away", "text")).get(20, TimeUnit.SECONDS))
                    .isInstanceOf(NotConfirmedException.class);
            broker.start();
            await().atMost(Duration.ofSeconds(30)).until(() ->
                    hub.send("direct:acme", StoreHub.message("back", "text")).get(20, TimeUnit.SECONDS) == null);
            await().atMost(Duration.ofSeconds(30)).until(() -> delivered.containsAll(confirmed) && delivered.contains("back"));
        }
    }
}

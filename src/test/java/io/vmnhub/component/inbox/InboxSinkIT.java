// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.fixture.RestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxSinkIT {

    private static final String ROUTE = """
            - route:
                from:
                  uri: direct:acme
                  steps:
                    - to: kamelet:inbox-sink?application=acme
            """;

    @Test
    void aRouteUsesTheComponentWithTheApplicationOrTheOwnerOfTheNumber() throws Exception {
        String routes = """
                - route:
                    from:
                      uri: direct:bank
                      steps:
                        - to: inbox:bank
                - route:
                    from:
                      uri: direct:owner
                      steps:
                        - to: inbox:/
                - route:
                    from:
                      uri: direct:kamelet
                      steps:
                        - to: kamelet:inbox-sink
                """;
        try (RestServer server = new RestServer();
                ConnectorHub hub = new ConnectorHub()
                        .bind(Inbox.NAME, server.inbox)
                        .routes(routes)
                        .start()) {
            assertThat(hub.send("direct:bank", RestServer.message("b"), Map.of())
                            .get(10, TimeUnit.SECONDS)
                            .getException())
                    .isNull();
            for (String uri : List.of("direct:owner", "direct:kamelet")) {
                assertThat(hub.send(uri, RestServer.message(uri), Map.of())
                                .get(10, TimeUnit.SECONDS)
                                .getException())
                        .isNull();
            }
            assertThat(server.inbox.count(new Selection("bank", "", "")).get(5, TimeUnit.SECONDS))
                    .isEqualTo(1);
            assertThat(server.inbox.count(new Selection("demo", "", "")).get(5, TimeUnit.SECONDS))
                    .isEqualTo(2);
        }
    }

    @Test
    void whatIsStoredIsThereAfterAnAbruptEnd(@TempDir Path folder) throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("hub")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;FILE_LOCK=NO";
        try (RestServer first = new RestServer(url, Optional.empty(), 1_000)) {
            for (int i = 0; i < 20; i++) {
                first.store("acme", RestServer.message("m" + i));
            }
            // what a killed process leaves behind: the file as it is now
            Path copy = folder.resolve("copy.mv.db");
            Files.copy(folder.resolve("hub.mv.db"), copy);
            try (RestServer second = new RestServer(url.replace("/hub;", "/copy;"), Optional.empty(), 1_000)) {
                assertThat(second.inbox.count(new Selection("acme", "", "")).get(10, TimeUnit.SECONDS))
                        .isEqualTo(20);
            }
        }
    }

    /**
     * Readers that crash after fetching leave their batches to others when the lease is over; nobody gets what another
     * holds.
     */
    @Test
    void twentyReadersOfWhichSomeCrashLoseNothingAndGetNothingTwiceWithinALease() throws Exception {
        int messages = 1_000;
        int lease = 2;
        Set<String> confirmed = ConcurrentHashMap.newKeySet();
        Queue<String> violations = new ConcurrentLinkedQueue<>();
        Map<String, Long> heldUntil = new ConcurrentHashMap<>();
        ExecutorService readers = Executors.newFixedThreadPool(20);
        try (RestServer server = new RestServer();
                ConnectorHub hub = new ConnectorHub()
                        .bind(Inbox.NAME, server.inbox)
                        .routes(ROUTE)
                        .start()) {
            List<CompletableFuture<Exchange>> sent = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                sent.add(hub.send("direct:acme", RestServer.message("m" + i), Map.of()));
            }
            List<Future<?>> work = new ArrayList<>();
            for (int r = 0; r < 20; r++) {
                Random random = new Random(r);
                work.add(readers.submit(() -> {
                    while (confirmed.size() < messages) {
                        read(server, lease, random, confirmed, violations, heldUntil);
                    }
                    return null;
                }));
            }
            for (CompletableFuture<Exchange> one : sent) {
                assertThat(one.get(20, TimeUnit.SECONDS).getException()).isNull();
            }
            for (Future<?> one : work) {
                one.get(60, TimeUnit.SECONDS);
            }
            assertThat(violations).isEmpty();
            assertThat(server.inbox.count(new Selection("acme", "", "")).get(5, TimeUnit.SECONDS))
                    .isZero();
        } finally {
            readers.shutdownNow();
        }
    }

    private static void read(
            RestServer server,
            int lease,
            Random random,
            Set<String> confirmed,
            Queue<String> violations,
            Map<String, Long> heldUntil)
            throws Exception {
        // the lease begins on the server, after this moment
        long asked = System.nanoTime();
        JsonNode list = new ObjectMapper()
                .readTree(server.get(RestServer.PATH + "acme/messages?maxBatchSize=20&wait=1&lease=" + lease)
                        .body())
                .path("inboundSMSMessageList")
                .path("inboundSMSMessage");
        long got = System.nanoTime();
        List<String> ids = new ArrayList<>();
        for (JsonNode message : list) {
            String id = message.path("messageId").asText();
            ids.add(id);
            Long until = heldUntil.put(id, asked + TimeUnit.SECONDS.toNanos(lease));
            if (confirmed.contains(id) || until != null && got - until < 0) {
                violations.add(id);
            }
        }
        if (!ids.isEmpty() && random.nextInt(5) > 0) {
            int status = server.post(
                            RestServer.PATH + "acme/messages/confirm",
                            new ObjectMapper()
                                    .createObjectNode()
                                    .set("messageIds", new ObjectMapper().valueToTree(ids))
                                    .toString())
                    .statusCode();
            if (status == 200) {
                confirmed.addAll(ids);
            }
        }
    }
}

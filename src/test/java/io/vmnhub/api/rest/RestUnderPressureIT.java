// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.RestServer;
import io.vmnhub.sms.ShortMessage;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A database that hangs, readers that wait, readers that do not read: no thread waits for them, and nothing is
 * unbounded.
 */
@Timeout(120)
class RestUnderPressureIT {

    private static final String MESSAGES = RestServer.PATH + "acme/messages";

    /** Over HTTP/2 a connection takes so many requests at once. */
    private static final int STREAMS = 50;

    private final List<HttpClient> clients = new ArrayList<>();
    private int asked;

    private CompletableFuture<HttpResponse<String>> ask(RestServer server, String path) {
        if (asked++ % STREAMS == 0) {
            clients.add(
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
        }
        return clients.get(clients.size() - 1)
                .sendAsync(server.request(path).timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("HttpClient"))
                .count();
    }

    @Test
    void aDatabaseThatHangsHoldsUpNoEventLoopAndWhatIsTooMuchIsRefused() throws Exception {
        try (RestServer server = new RestServer()) {
            assertThat(server.get(MESSAGES).statusCode()).isEqualTo(200);
            CountDownLatch database = new CountDownLatch(1);
            server.gate = database::await;
            List<CompletableFuture<HttpResponse<String>>> hanging = new ArrayList<>();
            for (int i = 0; i < 2_200; i++) {
                hanging.add(ask(server, MESSAGES + "/m" + i));
                if (i == 20) {
                    assertThat(ask(server, "/openapi.json")
                                    .get(30, TimeUnit.SECONDS)
                                    .statusCode())
                            .as("on the same event loop")
                            .isEqualTo(200);
                }
            }
            // four at work, 2,000 in the queue, the others refused while it hangs
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            hanging.stream().filter(CompletableFuture::isDone).count() >= 150);
            assertThat(hanging.stream()
                            .filter(CompletableFuture::isDone)
                            .map(done -> done.join().statusCode()))
                    .containsOnly(503);
            assertThat(ask(server, "/openapi.json").get(30, TimeUnit.SECONDS).statusCode())
                    .isEqualTo(200);
            server.gate = () -> {};
            database.countDown();
            assertThat(hanging.stream().map(done -> done.join().statusCode())).containsOnly(404, 503);
            assertThat(server.get(MESSAGES).statusCode())
                    .as("afterwards all is well")
                    .isEqualTo(200);
        }
    }

    @Test
    void twoHundredRequestsWaitWithoutThreadsAndTheNextIsRefused() throws Exception {
        try (RestServer server = new RestServer()) {
            assertThat(server.get(MESSAGES + "?wait=1").statusCode()).isEqualTo(200);
            long threads = threads();
            List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                waiting.add(ask(server, MESSAGES + "?wait=60&maxBatchSize=1"));
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            server.metrics.get("vmnhub.rest.waiting").gauge().value() == 200);
            assertThat(threads() - threads).as("threads for 200 that wait").isLessThan(50);
            assertThat(server.get(MESSAGES + "?wait=60").statusCode()).isEqualTo(429);
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            for (int i = 0; i < 200; i++) {
                server.inbox.store("acme", RestServer.message("m" + i));
            }
            await().atMost(Duration.ofSeconds(50)).until(() -> waiting.stream().allMatch(CompletableFuture::isDone));
            assertThat(waiting.stream().map(done -> done.join().statusCode())).containsOnly(200);
            assertThat(waiting.stream()
                            .map(done -> done.join().body().replaceAll("(?s).*\"messageId\":\"(m[0-9]+)\".*", "$1"))
                            .distinct())
                    .as("each has another message")
                    .hasSize(200);
            assertThat(server.metrics
                            .get("vmnhub.rest.requests")
                            .tags("operation", "waitForMessages", "status", "200")
                            .timer()
                            .count())
                    .isPositive();
        }
    }

    /** A stream is written as far as the connection takes it; the rest stays in the inbox for others. */
    @Test
    void aStreamThatIsNotReadGetsNoMoreThanItsConnectionHolds() throws Exception {
        try (RestServer server = new RestServer()) {
            List<CompletableFuture<Void>> stores = new ArrayList<>();
            ShortMessage hello = RestServer.message("x");
            for (int i = 0; i < 9_000; i++) {
                stores.add(server.inbox.store(
                        "acme",
                        new ShortMessage(
                                "m" + i,
                                hello.destinationAddress(),
                                hello.serviceCentreAddress(),
                                hello.receivedAt(),
                                hello.deliver())));
            }
            for (CompletableFuture<Void> one : stores) {
                one.get(60, TimeUnit.SECONDS);
            }
            try (Socket slow = new Socket()) {
                slow.setReceiveBufferSize(4_096);
                slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
                OutputStream out = slow.getOutputStream();
                out.write(("GET " + MESSAGES
                                + "/events?lease=3600&maxBatchSize=100 HTTP/1.1\r\nHost: hub\r\nX-API-Key: "
                                + "acme-key\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                assertThat(slow.getInputStream().read()).isEqualTo('H');
                double[] before = {-1};
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofSeconds(2))
                        .until(() -> {
                            double now = retrieved(server);
                            boolean still = now == before[0] && now > 0;
                            before[0] = now;
                            return still;
                        });
                assertThat(retrieved(server)).isLessThan(8_900);
                assertThat(server.get(MESSAGES).body())
                        .as("another reader has the rest")
                        .contains("\"numberOfMessagesInThisBatch\":10");
            }
        }
    }

    private static double retrieved(RestServer server) {
        return server.metrics
                .get("vmnhub.inbox.events")
                .tags("application", "acme", "event", "retrieved")
                .counter()
                .count();
    }

    @Test
    void aReaderThatGoesAwayGivesBackWhatItDidNotGet() throws Exception {
        try (RestServer server = new RestServer()) {
            try (Socket impatient = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                impatient
                        .getOutputStream()
                        .write(("GET " + MESSAGES
                                        + "?wait=60&lease=3600 HTTP/1.1\r\nHost: hub\r\nX-API-Key: acme-key\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> server.metrics
                                        .get("vmnhub.rest.waiting")
                                        .gauge()
                                        .value()
                                == 1);
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            server.metrics.get("vmnhub.rest.waiting").gauge().value() == 0);
            server.store("acme", RestServer.message("m1"));
            assertThat(server.send(HttpRequest.newBuilder(server.uri(MESSAGES))
                                    .header("X-API-Key", "acme-key")
                                    .build())
                            .body())
                    .contains("\"m1\"");
        }
    }
}

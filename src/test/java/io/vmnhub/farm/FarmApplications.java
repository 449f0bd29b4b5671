// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The farm's applications. What each gets is in the ledger. */
final class FarmApplications implements AutoCloseable {

    /** The key of {@code pulled}, and its digest. */
    private static final String KEY = "a-key-of-an-application-that-pulls";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TEXT = "number ";

    /** To so many nodes an application is bound. */
    private static final int SOME = 2;

    private final Ledger ledger;
    private final BoundApplication bound = new BoundApplication(text -> took(text + " "));
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer receiver;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService readers = Executors.newScheduledThreadPool(3);
    private final ObjectMapper json = new ObjectMapper();

    FarmApplications(Ledger ledger) throws Exception {
        this.ledger = ledger;
        receiver = vertx.createHttpServer()
                .requestHandler(request -> request.bodyHandler(body -> {
                    took(body.toString());
                    request.response().setStatusCode(204).end();
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private void took(String body) {
        int at = body.indexOf(TEXT) + TEXT.length();
        int end = at;
        while (Character.isDigit(body.charAt(end))) {
            end++;
        }
        ledger.delivered(Integer.parseInt(body.substring(at, end)));
    }

    /** Reads the inbox at these ports of nodes, and binds to some of the others, as long as it is open. */
    void use(List<Integer> ports, List<Integer> smppPorts) {
        bound.keepBoundTo(smppPorts.subList(0, SOME));
        for (int port : ports) {
            readers.scheduleWithFixedDelay(() -> read(port), 100, 100, TimeUnit.MILLISECONDS);
        }
    }

    boolean areBound() {
        return bound.isBound(SOME);
    }

    private void read(int port) {
        String messages = "http://127.0.0.1:" + port + "/v1/smsmessaging/inbound/registrations/pulled/messages";
        try {
            HttpResponse<String> got = send(request(messages + "?maxBatchSize=100&wait=1&lease=10"));
            if (got.statusCode() != 200) {
                return;
            }
            List<String> ids = json.readTree(got.body()).findValuesAsText("messageId");
            for (JsonNode message : json.readTree(got.body()).at("/inboundSMSMessageList/inboundSMSMessage")) {
                took(message.path("message").asText() + " ");
            }
            if (!ids.isEmpty()) {
                send(request(messages + "/confirm")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json.createObjectNode()
                                .set("messageIds", json.valueToTree(ids))
                                .toString())));
            }
        } catch (IOException e) {
            // the node is away; what it has handed out and was not confirmed comes again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).timeout(PATIENCE).header("Authorization", "Bearer " + KEY);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What a node's configuration has of them: routes by name. */
    String routes() {
        return """
                - route:
                    id: direct
                    from:
                      uri: direct:direct
                      steps:
                        - to: "kamelet:webhook-sink?url=http://127.0.0.1:%1$d/&allowPrivateTargets=true"
                - route:
                    id: stored
                    from:
                      uri: direct:stored
                      steps:
                        - to: kamelet:store-action
                - route:
                    id: stored-delivery
                    from:
                      uri: kamelet:store-source
                      parameters: {application: stored}
                      steps:
                        - to: "kamelet:webhook-sink?url=http://127.0.0.1:%1$d/&allowPrivateTargets=true"
                - route:
                    id: pulled
                    from:
                      uri: direct:pulled
                      steps:
                        - to: kamelet:inbox-sink
                """.formatted(receiver.actualPort()) + BoundApplication.route();
    }

    static String settings() {
        return "applications:\n  pulled: {api: {keys: [{name: reader, sha256: \"" + sha256(KEY) + "\"}]}}\n";
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public void close() {
        readers.shutdownNow();
        bound.close();
        vertx.close();
    }
}

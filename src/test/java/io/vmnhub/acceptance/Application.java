// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vmnhub.fixture.DeliveredJson;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * The web server of the applications: keeps what is posted, by path, and answers each path as it is told (200 at
 * first).
 */
final class Application implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, Consumer<HttpServerRequest>> behaviours = new ConcurrentHashMap<>();
    private final Queue<Posted> posted = new ConcurrentLinkedQueue<>();
    private final DeliveredJson delivered = new DeliveredJson();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    /** One message as it was posted. */
    record Posted(String path, JsonNode message) {
        String text() {
            return message.path("text").asText();
        }
    }

    Application() throws Exception {
        server = vertx.createHttpServer(new HttpServerOptions().setAcceptBacklog(4096))
                .requestHandler(request -> request.bodyHandler(body -> {
                    counts.computeIfAbsent(request.path(), path -> new AtomicInteger())
                            .incrementAndGet();
                    delivered.note(body.toString());
                    posted.add(new Posted(request.path(), parse(body.toString())));
                    behaviours.getOrDefault(request.path(), answered(200)).accept(request);
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the hub posted what is not JSON: " + body, e);
        }
    }

    private static Consumer<HttpServerRequest> answered(int status) {
        return request -> request.response().setStatusCode(status).end();
    }

    Application answering(String path, int status) {
        return behaving(path, answered(status));
    }

    Application answeringAfter(String path, Duration time, int status) {
        return behaving(
                path,
                request -> vertx.setTimer(
                        time.toMillis(),
                        timer -> request.response().setStatusCode(status).end()));
    }

    /** Answers nothing until the returned is run, then everything, and what comes later at once. */
    Runnable holding(String path, int status) {
        Promise<Void> released = Promise.promise();
        behaving(
                path,
                request -> released.future()
                        .onSuccess(none -> vertx.runOnContext(
                                any -> request.response().setStatusCode(status).end())));
        return released::tryComplete;
    }

    Application silent(String path) {
        return behaving(path, request -> {});
    }

    Application behaving(String path, Consumer<HttpServerRequest> behaviour) {
        behaviours.put(path, behaviour);
        return this;
    }

    Vertx vertx() {
        return vertx;
    }

    int port() {
        return server.actualPort();
    }

    Queue<Posted> posted() {
        return posted;
    }

    /** Messages posted to that path. */
    int count(String path) {
        return counts.computeIfAbsent(path, none -> new AtomicInteger()).get();
    }

    /** The message with this text, once it has come. */
    JsonNode message(String text) {
        return Awaitility.await()
                .atMost(Scene.SOON)
                .until(
                        () -> posted.stream().filter(p -> p.text().equals(text)).findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow()
                .message();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        delivered.assertKept();
    }
}

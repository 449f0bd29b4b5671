package io.vmnhub.northbound;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A web server that answers as a test tells it, on a free port of the loopback. */
public final class Receiver implements AutoCloseable {

    /** One request as it came. */
    public record Received(String method, Map<String, String> headers, String body) {
    }

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final DeliveredJson delivered = new DeliveredJson();
    private final AtomicInteger connections = new AtomicInteger();

    private Receiver(Consumer<HttpServerRequest> behaviour, Vertx[] owner) throws Exception {
        this(behaviour, owner, new HttpServerOptions());
    }

    private Receiver(Consumer<HttpServerRequest> behaviour, Vertx[] owner, HttpServerOptions options) throws Exception {
        server = vertx.createHttpServer(options).connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(request -> request.bodyHandler(body -> {
                    note(request, body);
                    behaviour.accept(request);
                })).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        owner[0] = vertx;
    }

    private void note(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = new ConcurrentHashMap<>();
        request.headers().forEach(header -> headers.put(header.getKey().toLowerCase(), header.getValue()));
        delivered.note(body.toString());
        received.add(new Received(request.method().name(), headers, body.toString()));
    }

    public static Receiver answering(int status) throws Exception {
        return behaving(request -> request.response().setStatusCode(status).end(status == 204 ? "" : "thanks"));
    }

    public static Receiver answeringAfter(int status, long milliseconds) throws Exception {
        Vertx[] owner = new Vertx[1];
        return new Receiver(request -> owner[0].setTimer(milliseconds,
                timer -> request.response().setStatusCode(status).end()), owner);
    }

    static Receiver withTls(Path keyStore, String password) throws Exception {
        return new Receiver(request -> request.response().end(), new Vertx[1], new HttpServerOptions().setSsl(true)
                .setKeyCertOptions(new PfxOptions().setPath(keyStore.toString()).setPassword(password)));
    }

    public static Receiver with(HttpServerOptions options, Consumer<HttpServerRequest> behaviour) throws Exception {
        return new Receiver(behaviour, new Vertx[1], options);
    }

    public static Receiver behaving(Consumer<HttpServerRequest> behaviour) throws Exception {
        return new Receiver(behaviour, new Vertx[1]);
    }

    public String tlsUrl() {
        return "https://localhost:" + server.actualPort() + "/sms";
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/sms";
    }

    public List<Received> received() {
        return received;
    }

    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        delivered.assertKept();
    }
}

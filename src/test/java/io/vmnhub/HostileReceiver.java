package io.vmnhub;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A web server that means ill, on a free port of the loopback. */
final class HostileReceiver implements AutoCloseable {

    /** What it does once a request has come. */
    enum Kind {
        HANGS((vertx, socket) -> { }),
        FLOODS((vertx, socket) -> {
            socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            endlessly(vertx, socket, "2000\r\n" + "x".repeat(8_192) + "\r\n");
        }),
        FLOODSHEADERS((vertx, socket) -> {
            socket.write("HTTP/1.1 200 OK\r\n");
            endlessly(vertx, socket, "X-Header: " + "x".repeat(100) + "\r\n");
        }),
        SAYSTOOMUCH((vertx, socket) -> socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nthanks")),
        SAYSTOOLITTLE((vertx, socket) -> socket.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nthanks" + "x".repeat(1_000_000))),
        NEGATIVELENGTH((vertx, socket) -> socket.write("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nthanks")),
        REDIRECTS((vertx, socket) -> socket.write("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://169.254.169.254/latest/meta-data/\r\n"
                + "Content-Length: 0\r\n\r\n")),
        GARBAGE((vertx, socket) -> socket.write(garbage())),
        CLOSES((vertx, socket) -> {
            socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthan");
            socket.close();
        }),
        DRIPS((vertx, socket) -> {
            socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            vertx.setPeriodic(100, tick -> socket.write("1\r\nx\r\n"));
        });

        private final BiConsumer<Vertx, NetSocket> answer;

        Kind(BiConsumer<Vertx, NetSocket> answer) {
            this.answer = answer;
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final NetServer server;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();

    HostileReceiver(Kind kind) throws Exception {
        server = vertx.createNetServer().connectHandler(socket -> {
            mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
            socket.closeHandler(closed -> open.decrementAndGet());
            socket.exceptionHandler(broken -> socket.close());
            socket.handler(request -> {
                if (request.toString().startsWith("POST ")) {
                    requests.incrementAndGet();
                    kind.answer.accept(vertx, socket);
                }
            });
        }).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Until the other side has had enough: a write fails then. */
    private static void endlessly(Vertx vertx, NetSocket socket, String part) {
        socket.write(part).onSuccess(written -> vertx.runOnContext(next -> endlessly(vertx, socket, part)));
    }

    private static Buffer garbage() {
        byte[] octets = new byte[10_000];
        new Random(6).nextBytes(octets);
        return Buffer.buffer(octets);
    }

    int port() {
        return server.actualPort();
    }

    int open() {
        return open.get();
    }

    int mostOpen() {
        return mostOpen.get();
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/** A web server that confirms every message at once, in a JVM of its own. It says its port. */
public final class FastReceiver {

    private static final int NO_CONTENT = 204;

    private FastReceiver() {}

    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx();
        int port = vertx.createHttpServer(new HttpServerOptions().setAcceptBacklog(4_096))
                .requestHandler(request -> request.bodyHandler(
                        body -> request.response().setStatusCode(NO_CONTENT).end()))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
        System.out.println("port " + port);
        Thread.currentThread().join();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/** A web server that confirms every message at once, in a JVM of its own. */
public final class FastReceiver {

    private static final int NO_CONTENT = 204;

    private FastReceiver() {}

    /** @param arguments the port */
    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx();
        vertx.createHttpServer(new HttpServerOptions().setAcceptBacklog(4_096))
                .requestHandler(request -> request.bodyHandler(
                        body -> request.response().setStatusCode(NO_CONTENT).end()))
                .listen(Integer.parseInt(arguments[0]), "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        System.out.println("listening");
        Thread.currentThread().join();
    }
}

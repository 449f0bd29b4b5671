// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Vert.x's HTTP client, which is the webhooks', and nothing of the hub's: it posts one message over and over. Told by
 * lines on standard input: {@code <in flight> <seconds>}, answered by how many a second were confirmed.
 */
public final class BareHttpClient {

    private static final int MOST_CONNECTIONS = 2_000;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(MOST_CONNECTIONS));
    private final LongAdder confirmed = new LongAdder();
    private final RequestOptions request;
    private final Buffer message;

    private BareHttpClient(String url, byte[] message) {
        request = new RequestOptions()
                .setAbsoluteURI(url)
                .setMethod(HttpMethod.POST)
                .putHeader("Content-Type", "application/json");
        this.message = Buffer.buffer(message);
    }

    /** @param arguments the URL */
    public static void main(String[] arguments) throws Exception {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            failure.printStackTrace();
            System.exit(1);
        });
        BareHttpClient client;
        try (InputStream message = BareHttpClient.class.getResourceAsStream("message.json")) {
            client = new BareHttpClient(arguments[0], message.readAllBytes());
        }
        System.out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            String[] words = command.split(" ");
            System.out.println(client.run(Integer.parseInt(words[0]), Integer.parseInt(words[1])));
        }
        System.exit(0); // Vert.x's threads would keep the process
    }

    private double run(int inFlight, int seconds) throws InterruptedException {
        confirmed.reset();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        CountDownLatch ended = new CountDownLatch(inFlight);
        for (int i = 0; i < inFlight; i++) {
            post(end, ended);
        }
        if (!ended.await(seconds + 30L, TimeUnit.SECONDS)) {
            throw new IllegalStateException("requests without an answer");
        }
        return confirmed.sum() / (double) seconds;
    }

    /** The answers have no body, so their heads are their ends. */
    private void post(long end, CountDownLatch ended) {
        if (System.nanoTime() - end >= 0) {
            ended.countDown();
            return;
        }
        client.request(request).compose(sent -> sent.send(message)).onComplete(answered -> {
            if (answered.succeeded() && answered.result().statusCode() / 100 == 2) {
                confirmed.increment();
            }
            post(end, ended);
        });
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Posts JSON to one URL with what webhooks have: checked addresses, no redirects, bounded time and answers, signatures,
 * a circuit. Never blocks.
 */
public final class NotificationSender implements AutoCloseable {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final int CONNECT_MILLIS = 3_000;
    private static final int CONNECTIONS = 20;
    private static final int CIRCUIT_CALLS = 10;
    private static final Duration CIRCUIT_OPEN_FOR = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final HttpEndpoint endpoint;
    private final Circuit circuit;
    private final SigningSecrets secrets;

    /**
     * What became of a notification.
     *
     * @param status 0 when there was no answer
     * @param pause the receiver asks for
     */
    public record Outcome(int status, Optional<Duration> pause) {

        public boolean delivered() {
            return status >= 200 && status <= 299;
        }

        /** The receiver does not want notifications any more. */
        public boolean gone() {
            return status == 410;
        }
    }

    /**
     * @throws IllegalArgumentException when the URL is none to post to, or has an address or a port that is not allowed
     */
    public NotificationSender(
            Vertx vertx, String url, boolean allowPrivateTargets, AllowedPorts ports, String signingSecrets) {
        this.vertx = vertx;
        ports.check("notifyURL", HttpEndpoint.url("notifyURL", url));
        endpoint = new HttpEndpoint(
                vertx,
                HttpEndpoint.url("notifyURL", url),
                allowPrivateTargets,
                InetAddress::getAllByName,
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setKeepAliveTimeout(15),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(CONNECTIONS));
        circuit = new Circuit(endpoint.place(), CIRCUIT_CALLS, CIRCUIT_OPEN_FOR, CircuitTimer.of(vertx));
        secrets = new SigningSecrets(signingSecrets);
    }

    /** Whether there is no use in trying now. */
    public boolean pauses() {
        return circuit.isPausing();
    }

    /**
     * Ends well in any case.
     *
     * @param id for the receiver to know repeats by
     */
    public Future<Outcome> send(String id, byte[] json) {
        Optional<Circuit.Call> circuitCall = circuit.tryCall();
        if (circuitCall.isEmpty()) {
            return Future.succeededFuture(new Outcome(0, Optional.empty()));
        }
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Content-Type", "application/json")
                .add("User-Agent", "vmn-hub")
                .add("Idempotency-Key", '"' + id + '"');
        if (!secrets.isEmpty()) {
            long now = Instant.now().getEpochSecond();
            headers.add("webhook-id", id)
                    .add("webhook-timestamp", String.valueOf(now))
                    .add("webhook-signature", secrets.sign(id, now, json));
        }
        HttpCall call = new HttpCall(HttpCall.LONGEST_ANSWER, false);
        long deadline = vertx.setTimer(ANSWER_WITHIN.toMillis(), timer -> call.abort("no complete answer in time"));
        return endpoint.post(call, headers, Buffer.buffer(json)).transform(done -> {
            vertx.cancelTimer(deadline);
            if (done.failed() || done.result().status() == 429 || done.result().status() >= 500) {
                circuitCall
                        .get()
                        .failed(
                                done.failed()
                                        ? done.cause().getMessage()
                                        : "answered " + done.result().status());
            } else {
                circuitCall.get().succeeded();
            }
            Optional<Duration> pause = done.failed()
                    ? Optional.empty()
                    : RetryAfter.of(done.result().headers());
            if (done.succeeded()
                    && (done.result().status() == 429 || done.result().status() == 503)) {
                pause.ifPresent(circuit::pause);
            }
            return Future.succeededFuture(
                    done.failed()
                            ? new Outcome(0, Optional.empty())
                            : new Outcome(done.result().status(), pause));
        });
    }

    @Override
    public void close() {
        circuit.close();
        endpoint.close();
    }
}

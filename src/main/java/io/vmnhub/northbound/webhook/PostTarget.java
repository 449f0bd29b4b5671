package io.vmnhub.northbound.webhook;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vmnhub.northbound.NotConfirmedException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * A URL that somebody else chose, to post to with what webhooks have: checked addresses, no redirects, bounded time, answers and calls under
 * way, TLS, a circuit. Never blocks; thread-safe.
 */
public final class PostTarget implements AutoCloseable {

    private final Vertx vertx;
    private final SinkEndpoints endpoints;
    private final HttpEndpoint endpoint;
    private final Circuit circuit;
    private final Duration confirmWithin;
    private final Predicate<HttpAnswer> failing;

    /**
     * @param failing which answers say that the receiver does not work, so that they count for the circuit
     * @throws IllegalArgumentException when the URL is written with an address that is not allowed, or a file of TLS cannot be read
     */
    public PostTarget(Vertx vertx, PostSettings settings, Predicate<HttpAnswer> failing) {
        this.vertx = vertx;
        this.failing = failing;
        try {
            endpoints = new SinkEndpoints(vertx, settings, InetAddress::getAllByName);
            endpoint = endpoints.connect(settings.url(), settings.maxConnections(), settings.maxConnections());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalArgumentException("the certificates for " + settings.url().getHost() + " cannot be used: " + e.getMessage(), e);
        }
        circuit = new Circuit(endpoint.place(), settings.circuitCalls(), settings.circuitOpenFor());
        confirmWithin = settings.confirmWithin();
    }

    /** Whether there is no use in trying now. */
    public boolean pauses() {
        return circuit.isPausing();
    }

    /** The URL as it may be logged: without what may be secret. */
    public String place() {
        return endpoint.place();
    }

    /**
     * Posts. Ends once, on a thread that must not be held up: with a complete answer of any status, its body kept, or with a
     * {@link NotConfirmedException} that says in words why there is none.
     */
    public Future<HttpAnswer> post(MultiMap headers, Buffer body) {
        if (!circuit.mayTry()) {
            return Future.failedFuture(failure("not sent: the circuit is open", null));
        }
        HttpCall call = new HttpCall(WebhookDelivery.LONGEST_ANSWER, true);
        Promise<HttpAnswer> answer = Promise.promise();
        long deadline = vertx.setTimer(confirmWithin.toMillis(), timer -> {
            CallFailedException tooLate = CallFailedException.theirs("no complete answer within " + confirmWithin.toMillis() + " ms", null);
            answer.tryFail(tooLate);
            call.abort(tooLate.getMessage());
        });
        try {
            endpoint.post(call, headers, body).onComplete(done -> {
                if (done.failed()) {
                    answer.tryFail(done.cause());
                } else {
                    answer.tryComplete(done.result());
                }
            });
        } catch (RuntimeException e) {
            answer.tryFail(e);
        }
        return answer.future().transform(done -> {
            vertx.cancelTimer(deadline);
            return judged(done);
        });
    }

    private Future<HttpAnswer> judged(AsyncResult<HttpAnswer> done) {
        if (done.failed()) {
            if (done.cause() instanceof CallFailedException failed && !failed.isTheirs()) {
                circuit.undecided();
            } else {
                circuit.failed(done.cause());
            }
            return Future.failedFuture(failure(done.cause().getMessage(), done.cause()));
        }
        HttpAnswer answer = done.result();
        if (failing.test(answer)) {
            circuit.failed(CallFailedException.theirs("answered " + answer.status(), null));
        } else {
            circuit.succeeded();
        }
        if (answer.status() == 429 || answer.status() == 503) {
            RetryAfter.of(answer.headers()).ifPresent(circuit::pause);
        }
        return Future.succeededFuture(answer);
    }

    private NotConfirmedException failure(String why, Throwable cause) {
        return new NotConfirmedException(endpoint.place() + ": " + why, cause);
    }

    @Override
    public void close() {
        endpoints.close();
        circuit.close();
    }
}

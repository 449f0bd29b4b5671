// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vmnhub.exchange.NextTry;
import io.vmnhub.exchange.NotConfirmedException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A URL that somebody else chose, to post to with what webhooks have: checked addresses, no redirects, bounded time,
 * answers and calls under way, TLS, a circuit. Never blocks; thread-safe.
 */
public final class PostTarget implements AutoCloseable {

    private final Vertx vertx;
    private final SinkEndpoints endpoints;
    private final HttpEndpoint endpoint;
    private final Circuit circuit;
    private final Duration confirmWithin;
    private final Predicate<HttpAnswer> failing;
    private final int most;
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * @param failing which answers say that the receiver does not work, so that they count for the circuit
     * @throws IllegalArgumentException when the URL is written with an address that is not allowed, or a file of TLS
     *     cannot be read
     */
    public PostTarget(Vertx vertx, PostSettings settings, Predicate<HttpAnswer> failing) {
        this.vertx = vertx;
        this.failing = failing;
        try {
            endpoints = new SinkEndpoints(vertx, settings, InetAddress::getAllByName);
            endpoint = endpoints.connect(settings.url(), settings.maxConnections(), settings.maxConnections(), -1);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "the certificates for " + settings.url().getHost() + " cannot be used: " + e.getMessage(), e);
        }
        circuit = new Circuit(
                endpoint.place(), settings.circuitCalls(), settings.circuitOpenFor(), CircuitTimer.of(vertx));
        confirmWithin = settings.confirmWithin();
        most = 2 * settings.maxConnections();
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
     * Posts. Ends once, on a thread that must not be held up: with a complete answer of any status, its body kept, or
     * with a {@link NotConfirmedException} that says in words why there is none.
     *
     * @param left what is left of the time in which the SMSC is to be answered: nothing is sent when it is over, and
     *     what has begun goes on, since a late confirmation counts; empty when no SMSC waits
     */
    public Future<Posted> post(MultiMap headers, Buffer body, Optional<Duration> left) {
        long recoveries = circuit.count();
        if (left.filter(time -> time.isNegative() || time.isZero()).isPresent()) {
            return Future.failedFuture(
                    failure("not sent: the time in which the SMSC is to be answered is over", null, null));
        }
        Optional<Circuit.Call> permitted = circuit.tryCall();
        if (permitted.isEmpty()) {
            return Future.failedFuture(failure(
                    "not sent: the circuit is open",
                    null,
                    new NextTry(false, Duration.ZERO, Optional.of(circuit), recoveries)));
        }
        Attempt attempt = new Attempt(permitted.get(), recoveries);
        if (underWay.incrementAndGet() > most) {
            underWay.decrementAndGet();
            permitted.get().undecided();
            return Future.failedFuture(failure("not sent: too many wait for a connection", null, null));
        }
        HttpCall call = new HttpCall(HttpCall.LONGEST_ANSWER, true);
        Promise<HttpAnswer> answer = Promise.promise();
        long deadline = vertx.setTimer(Math.max(1, confirmWithin.toMillis()), timer -> {
            CallFailedException tooLate =
                    CallFailedException.theirs("no complete answer within " + confirmWithin.toMillis() + " ms", null);
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
            underWay.decrementAndGet();
            return done.failed()
                    ? Future.failedFuture(attempt.failed(done.cause()))
                    : Future.succeededFuture(attempt.answered(done.result()));
        });
    }

    private NotConfirmedException failure(String why, Throwable cause, NextTry next) {
        return new NotConfirmedException(endpoint.place() + ": " + why, cause, next);
    }

    /**
     * A complete answer.
     *
     * @param next what it says of another attempt, when it is not a success
     */
    public record Posted(HttpAnswer answer, NextTry next) {}

    /** One message on its way to the receiver. */
    private final class Attempt {

        private final Circuit.Call circuitCall;
        /** The circuit's, from before. */
        private final long recoveries;

        Attempt(Circuit.Call circuitCall, long recoveries) {
            this.circuitCall = circuitCall;
            this.recoveries = recoveries;
        }

        NextTry next(boolean tried, Duration pause) {
            return new NextTry(tried, pause, Optional.of(circuit), recoveries);
        }

        NotConfirmedException failed(Throwable why) {
            boolean ours = why instanceof CallFailedException failed && !failed.isTheirs();
            if (ours) {
                circuitCall.undecided();
            } else {
                circuitCall.failed(why.getMessage());
            }
            return failure(why.getMessage(), why, ours ? null : next(true, Duration.ZERO));
        }

        Posted answered(HttpAnswer answer) {
            Duration pause = answer.ok()
                    ? Duration.ZERO
                    : RetryAfter.of(answer.headers()).orElse(Duration.ZERO);
            boolean down = failing.test(answer);
            if (down) {
                circuitCall.failed("answered " + answer.status());
            } else {
                circuitCall.succeeded();
            }
            if (answer.status() == 429 || answer.status() == 503) {
                circuit.pause(pause);
            }
            return new Posted(answer, down ? next(true, pause) : new NextTry(true, pause, Optional.empty(), 0));
        }
    }

    @Override
    public void close() {
        endpoints.close();
        circuit.close();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vmnhub.exchange.NextTry;
import io.vmnhub.exchange.NotConfirmedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/**
 * A URL that somebody else chose, to post to: checked addresses, no redirects, bounded time, answers and calls under
 * way, TLS, access tokens, a circuit, metrics, and what the SMSC is told for a status. Webhooks, SOAP services and
 * subscribers are all posted to by it. Never blocks; thread-safe.
 */
public final class PostTarget implements AutoCloseable {

    private static final int GONE = 410;
    private static final int TOKEN_CONNECTIONS = 2;

    private final Vertx vertx;
    private final Role role;
    private final SinkEndpoints endpoints;
    private final HttpEndpoint endpoint;
    private final Optional<AccessTokens> tokens;
    private final Destinations destinations;
    private final Destinations.Membership member;
    private final Destination destination;
    private final Circuit circuit;
    private final Duration confirmWithin;
    private final int most;

    /**
     * What the URL is to the hub.
     *
     * @param identity what tells receivers of the same URL apart, such as the user that the hub is to it; targets with
     *     the same URL, identity and circuit settings share a circuit
     * @param errors what the SMSC is told for a status
     * @param failing which answers say that the receiver does not work, so that they count for the circuit
     */
    public record Role(TargetKind kind, String identity, ErrorTable errors, Predicate<HttpAnswer> failing) {

        /** A receiver that does not work answers 429 or a status from 500. */
        public Role(TargetKind kind, String identity, ErrorTable errors) {
            this(kind, identity, errors, answer -> answer.status() == 429 || answer.status() >= 500);
        }
    }

    /**
     * @throws IllegalArgumentException when the URL is written with an address that is not allowed, or a file of TLS
     *     cannot be used
     */
    public PostTarget(PostContext context, PostSettings settings, Role role) {
        this.vertx = context.vertx();
        this.role = role;
        String name = role.kind().words() + " " + settings.url().getHost();
        endpoints = new SinkEndpoints(context, settings, name);
        try {
            endpoint = endpoints.connect(settings.url(), settings.maxInFlight(), settings.maxConnections(), -1);
            tokens = settings.tokens().isEmpty()
                    ? Optional.empty()
                    : Optional.of(tokens(settings.tokens().get()));
        } catch (IOException | RuntimeException e) {
            endpoints.close();
            throw e instanceof RuntimeException unchecked
                    ? unchecked
                    : new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
        destinations = context.destinations();
        member = destinations.join(
                role.kind(),
                endpoint.place(),
                role.identity(),
                settings.circuitCalls(),
                settings.circuitOpenFor(),
                CircuitTimer.of(vertx));
        destination = member.destination();
        circuit = destination.circuit();
        confirmWithin = settings.confirmWithin();
        most = 2 * settings.maxInFlight();
    }

    private AccessTokens tokens(PostSettings.Tokens from) throws IOException {
        return new AccessTokens(
                vertx,
                endpoints.connect(from.url(), TOKEN_CONNECTIONS, TOKEN_CONNECTIONS, TOKEN_CONNECTIONS),
                from.clientId(),
                from.clientSecret(),
                from.scope());
    }

    /** Whether there is no use in trying now. */
    public boolean pauses() {
        return circuit.isPausing();
    }

    /** What it is and its URL as it may be logged: without what may be secret. */
    public String place() {
        return role.kind().words() + " " + endpoint.place();
    }

    /**
     * Posts, and takes a status of 2xx for a confirmation. Ends as {@link #post}; any other status is a
     * {@link StatusRefusedException}.
     */
    public Future<Void> confirm(MultiMap headers, Buffer body, Optional<Duration> left) {
        return post(headers, body, left, false)
                .compose(posted -> posted.answer().ok()
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                refused(posted, "answered " + posted.answer().status())));
    }

    /**
     * Posts. Ends once, on a thread that must not be held up: with a complete answer of any status, its body kept, or
     * with a {@link NotConfirmedException} that says in words why there is none.
     *
     * @param left what is left of the time in which the SMSC is to be answered: nothing is sent when it is over, and
     *     what has begun goes on, since a late confirmation counts; empty when no SMSC waits
     */
    public Future<Posted> post(MultiMap headers, Buffer body, Optional<Duration> left) {
        return post(headers, body, left, true);
    }

    private Future<Posted> post(MultiMap headers, Buffer body, Optional<Duration> left, boolean keepAnswer) {
        long recoveries = circuit.count();
        if (left.filter(time -> time.isNegative() || time.isZero()).isPresent()) {
            return notSent(failure("not sent: the time in which the SMSC is to be answered is over", null, null));
        }
        Optional<Circuit.Call> permitted = circuit.tryCall();
        if (permitted.isEmpty()) {
            return notSent(notPermitted(new NextTry(false, Duration.ZERO, Optional.of(circuit), recoveries)));
        }
        if (destination.inFlight().incrementAndGet() > most) {
            destination.inFlight().decrementAndGet();
            permitted.get().undecided();
            return notSent(failure("not sent: too many wait for a connection", null, null));
        }
        return new Attempt(permitted.get(), recoveries, keepAnswer).send(headers, body);
    }

    private Future<Posted> notSent(NotConfirmedException failure) {
        member.metrics().ended(CallOutcome.NOT_SENT, 0, 0);
        return Future.failedFuture(failure);
    }

    private NotConfirmedException notPermitted(NextTry next) {
        Instant since = destination.goneSince();
        return since == null
                ? failure("not sent: the circuit is open", null, next)
                : refused(GONE, next, "not sent: disabled since it answered 410 at " + since);
    }

    /**
     * An answer that is no confirmation, with what the SMSC is told for its status.
     *
     * @param why in words
     */
    public StatusRefusedException refused(Posted posted, String why) {
        return refused(posted.answer().status(), posted.next(), why);
    }

    private StatusRefusedException refused(int status, NextTry next, String why) {
        String reason = place() + ": " + why;
        return new StatusRefusedException(
                reason, status, next, role.errors().of(status, reason).orElse(null));
    }

    private NotConfirmedException failure(String why, Throwable cause, NextTry next) {
        return new NotConfirmedException(place() + ": " + why, cause, next);
    }

    /** Runs what may block: the event loop, on which posts end, serves every other connection. */
    public void onWorker(Runnable task) {
        try {
            vertx.executeBlocking(
                    () -> {
                        task.run();
                        return null;
                    },
                    false);
        } catch (RejectedExecutionException | IllegalStateException e) {
            task.run(); // Vert.x is closing, and the exchange must still end
        }
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

        private final HttpCall call;
        private final long begun = System.nanoTime();
        private volatile String token;

        Attempt(Circuit.Call circuitCall, long recoveries, boolean keepAnswer) {
            this.circuitCall = circuitCall;
            this.recoveries = recoveries;
            call = new HttpCall(HttpCall.LONGEST_ANSWER, keepAnswer);
        }

        Future<Posted> send(MultiMap headers, Buffer body) {
            Promise<HttpAnswer> answer = Promise.promise();
            long deadline = vertx.setTimer(Math.max(1, confirmWithin.toMillis()), timer -> {
                CallFailedException tooLate = CallFailedException.theirs(
                        "no complete answer within " + confirmWithin.toMillis() + " ms", null);
                answer.tryFail(tooLate);
                call.abort(tooLate.getMessage());
            });
            try {
                authorized(headers)
                        .compose(complete -> endpoint.post(call, complete, body))
                        .onComplete(done -> end(answer, done));
            } catch (RuntimeException e) {
                answer.tryFail(e);
            }
            return answer.future().transform(done -> {
                vertx.cancelTimer(deadline);
                destination.inFlight().decrementAndGet();
                return done.failed()
                        ? Future.failedFuture(failed(done.cause()))
                        : Future.succeededFuture(answered(done.result()));
            });
        }

        private static void end(Promise<HttpAnswer> answer, AsyncResult<HttpAnswer> done) {
            if (done.failed()) {
                answer.tryFail(done.cause());
            } else {
                answer.tryComplete(done.result());
            }
        }

        private Future<MultiMap> authorized(MultiMap headers) {
            if (tokens.isEmpty()) {
                return Future.succeededFuture(headers);
            }
            return tokens.get().token().map(found -> {
                token = found;
                return headers.set("Authorization", "Bearer " + found);
            });
        }

        private NextTry next(boolean tried, Duration pause) {
            return new NextTry(tried, pause, Optional.of(circuit), recoveries);
        }

        private NotConfirmedException failed(Throwable why) {
            boolean ours = why instanceof CallFailedException failed && !failed.isTheirs();
            if (ours) {
                circuitCall.undecided();
            } else {
                circuitCall.failed(why.getMessage());
            }
            measure(call.isSent() ? CallOutcome.UNANSWERED : CallOutcome.NOT_SENT, 0);
            return failure(why.getMessage(), why, ours ? null : next(true, Duration.ZERO));
        }

        private Posted answered(HttpAnswer answer) {
            int status = answer.status();
            measure(answer.ok() ? CallOutcome.CONFIRMED : CallOutcome.REFUSED, status);
            Duration pause = answer.ok()
                    ? Duration.ZERO
                    : RetryAfter.of(answer.headers()).orElse(Duration.ZERO);
            boolean down = role.failing().test(answer);
            if (down) {
                circuitCall.failed("answered " + status);
            } else {
                circuitCall.succeeded();
            }
            if (status == 429 || status == 503) {
                circuit.pause(pause);
            }
            boolean gone = status == GONE && role.kind() == TargetKind.WEBHOOK;
            if (gone && destination.gone(Instant.now())) {
                onWorker(destination::remember);
            }
            if (status == 401 && token != null) {
                tokens.ifPresent(source -> source.refuse(token));
            }
            return new Posted(answer, down || gone ? next(true, pause) : new NextTry(true, pause, Optional.empty(), 0));
        }

        private void measure(CallOutcome outcome, int status) {
            member.metrics().ended(outcome, status, System.nanoTime() - begun);
        }
    }

    @Override
    public void close() {
        endpoints.close();
        destinations.leave(member);
    }
}

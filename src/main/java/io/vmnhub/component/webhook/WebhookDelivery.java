// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vmnhub.exchange.NextTry;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.http.AccessTokens;
import io.vmnhub.http.CallFailedException;
import io.vmnhub.http.CallOutcome;
import io.vmnhub.http.Circuit;
import io.vmnhub.http.HttpAnswer;
import io.vmnhub.http.HttpCall;
import io.vmnhub.http.HttpEndpoint;
import io.vmnhub.http.RetryAfter;
import io.vmnhub.http.StatusErrors;
import io.vmnhub.http.WebhookRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * One message on its way to a webhook. Ends its exchange exactly once, whatever the server, the clock and the pool do.
 */
public final class WebhookDelivery {

    private static final int GONE = 410;

    /**
     * What the messages of one sink share.
     *
     * @param most how many messages there may be at a time, waiting for a connection or on one
     */
    record Sink(
            Vertx vertx,
            HttpEndpoint endpoint,
            Destination destination,
            int most,
            DestinationMetrics metrics,
            Optional<AccessTokens> tokens,
            StatusErrors errors) {}

    private final Sink sink;
    private final Circuit circuit;
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final HttpCall call = new HttpCall(HttpCall.LONGEST_ANSWER, false);
    private final AtomicBoolean ended = new AtomicBoolean();
    private final long begun = System.nanoTime();
    private final long recoveries;
    private Circuit.Call circuitCall;
    private volatile String token;
    private long deadline;

    WebhookDelivery(Sink sink, Exchange exchange, AsyncCallback callback) {
        this.sink = sink;
        this.exchange = exchange;
        this.callback = callback;
        circuit = sink.destination().circuit();
        recoveries = circuit.count();
    }

    /**
     * @param over whether the SMSC waits no longer
     * @param within how long a receiver may take
     */
    void start(MultiMap headers, Buffer body, boolean over, Duration within) {
        if (over) {
            notSent(failure("not sent: the time in which the SMSC is to be answered is over", null));
            return;
        }
        circuitCall = circuit.tryCall().orElse(null);
        if (circuitCall == null) {
            refuse();
            return;
        }
        if (sink.destination().inFlight().incrementAndGet() > sink.most()) {
            sink.destination().inFlight().decrementAndGet();
            circuitCall.undecided();
            notSent(failure("not sent: too many wait for a connection", null));
            return;
        }
        try {
            deadline = sink.vertx().setTimer(Math.max(1, within.toMillis()), timer -> {
                CallFailedException tooLate =
                        CallFailedException.theirs("no complete answer within " + within.toMillis() + " ms", null);
                failed(tooLate);
                call.abort(tooLate.getMessage());
            });
            authorized(headers)
                    .compose(complete -> sink.endpoint().post(call, complete, body))
                    .onComplete(answer -> {
                        if (answer.failed()) {
                            failed(answer.cause());
                        } else {
                            answered(answer.result());
                        }
                    });
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void refuse() {
        Instant since = sink.destination().goneSince();
        if (since == null) {
            notSent(failure("not sent: the circuit is open", null, next(false, Duration.ZERO)));
        } else {
            String reason = place() + ": not sent: disabled since it answered 410 at " + since;
            notSent(new WebhookRefusedException(
                    reason,
                    GONE,
                    next(false, Duration.ZERO),
                    sink.errors().of(GONE, reason).orElse(null)));
        }
    }

    private void notSent(NotConfirmedException failure) {
        if (ended.compareAndSet(false, true)) {
            sink.metrics().ended(CallOutcome.NOT_SENT, 0, 0);
            finish(failure);
        }
    }

    private Future<MultiMap> authorized(MultiMap headers) {
        if (sink.tokens().isEmpty()) {
            return Future.succeededFuture(headers);
        }
        return sink.tokens().get().token().map(found -> {
            token = found;
            return headers.set("Authorization", "Bearer " + found);
        });
    }

    private void failed(Throwable why) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        boolean ours = why instanceof CallFailedException failed && !failed.isTheirs();
        if (ours) {
            circuitCall.undecided();
        } else {
            circuitCall.failed(why.getMessage());
        }
        sent(call.isSent() ? CallOutcome.UNANSWERED : CallOutcome.NOT_SENT, 0);
        finish(ours ? failure(why.getMessage(), why) : failure(why.getMessage(), why, next(true, Duration.ZERO)));
    }

    private void answered(HttpAnswer answer) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        int status = answer.status();
        sent(answer.ok() ? CallOutcome.CONFIRMED : CallOutcome.REFUSED, status);
        Duration pause =
                answer.ok() ? Duration.ZERO : RetryAfter.of(answer.headers()).orElse(Duration.ZERO);
        boolean overloaded = status == 429 || status >= 500;
        if (overloaded) {
            circuitCall.failed("answered " + status);
        } else {
            circuitCall.succeeded();
        }
        if (status == 429 || status == 503) {
            circuit.pause(pause);
        }
        if (status == GONE && sink.destination().gone(Instant.now())) {
            onWorker(sink.destination()::remember);
        }
        if (status == 401 && token != null) {
            sink.tokens().ifPresent(source -> source.refuse(token));
        }
        String reason = place() + ": answered " + status;
        NextTry next = overloaded || status == GONE ? next(true, pause) : new NextTry(true, pause, Optional.empty(), 0);
        finish(
                answer.ok()
                        ? null
                        : new WebhookRefusedException(
                                reason,
                                status,
                                next,
                                sink.errors().of(status, reason).orElse(null)));
    }

    private void sent(CallOutcome outcome, int status) {
        sink.destination().inFlight().decrementAndGet();
        sink.metrics().ended(outcome, status, System.nanoTime() - begun);
    }

    private NextTry next(boolean tried, Duration notBefore) {
        return new NextTry(tried, notBefore, Optional.of(circuit), recoveries);
    }

    private String place() {
        return "webhook " + sink.destination().place();
    }

    private NotConfirmedException failure(String why, Throwable cause) {
        return failure(why, cause, null);
    }

    private NotConfirmedException failure(String why, Throwable cause, NextTry next) {
        return new NotConfirmedException(place() + ": " + why, cause, next);
    }

    private void finish(NotConfirmedException failure) {
        sink.vertx().cancelTimer(deadline);
        if (failure != null) {
            exchange.setException(failure);
        }
        onWorker(() -> callback.done(
                false)); // what follows in the route may block; the event loop serves every other connection
    }

    private void onWorker(Runnable task) {
        try {
            sink.vertx()
                    .executeBlocking(
                            () -> {
                                task.run();
                                return null;
                            },
                            false);
        } catch (RejectedExecutionException | IllegalStateException e) {
            task.run(); // Vert.x is closing, and the exchange must still end
        }
    }
}

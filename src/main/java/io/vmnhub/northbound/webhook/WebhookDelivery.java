package io.vmnhub.northbound.webhook;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vmnhub.northbound.NotConfirmedException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** One message on its way to a webhook. Ends its exchange exactly once, whatever the server, the clock and the pool do. */
final class WebhookDelivery {

    /** More octets of answer than this end the connection. */
    static final int LONGEST_ANSWER = 65_536;

    private final Vertx vertx;
    private final HttpEndpoint endpoint;
    private final Circuit circuit;
    private final Optional<AccessTokens> tokens;
    private final StatusErrors errors;
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final HttpCall call = new HttpCall(LONGEST_ANSWER, false);
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile String token;
    private long deadline;

    WebhookDelivery(Vertx vertx, HttpEndpoint endpoint, Circuit circuit, Optional<AccessTokens> tokens, StatusErrors errors,
                    Exchange exchange, AsyncCallback callback) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.circuit = circuit;
        this.tokens = tokens;
        this.errors = errors;
        this.exchange = exchange;
        this.callback = callback;
    }

    void start(MultiMap headers, Buffer body, Duration within) {
        if (!circuit.mayTry()) {
            end(failure("not sent: the circuit is open", null));
            return;
        }
        try {
            deadline = vertx.setTimer(within.toMillis(), timer -> {
                CallFailedException tooLate = CallFailedException.theirs("no complete answer within " + within.toMillis() + " ms", null);
                failed(tooLate);
                call.abort(tooLate.getMessage());
            });
            authorized(headers).compose(complete -> endpoint.post(call, complete, body)).onComplete(answer -> {
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

    private Future<MultiMap> authorized(MultiMap headers) {
        if (tokens.isEmpty()) {
            return Future.succeededFuture(headers);
        }
        return tokens.get().token().map(found -> {
            token = found;
            return headers.set("Authorization", "Bearer " + found);
        });
    }

    private void failed(Throwable why) {
        if (ended.compareAndSet(false, true)) {
            if (why instanceof CallFailedException failed && !failed.isTheirs()) {
                circuit.undecided();
            } else {
                circuit.failed(why);
            }
            finish(failure(why.getMessage(), why));
        }
    }

    private void answered(HttpAnswer answer) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        int status = answer.status();
        Optional<Duration> pause = retryAfter(answer.headers().get("Retry-After"));
        if (status == 429 || status >= 500) {
            circuit.failed(new CallStatus(status));
        } else {
            circuit.succeeded();
        }
        if (status == 429 || status == 503) {
            pause.ifPresent(circuit::pause);
        }
        if (status == 401 && token != null) {
            tokens.ifPresent(source -> source.refuse(token));
        }
        String reason = "webhook " + endpoint.place() + ": answered " + status;
        finish(answer.ok() ? null : new WebhookRefusedException(reason, status, pause, errors.of(status, reason).orElse(null)));
    }

    /** Seconds, or a date. Nonsense counts as not said. */
    static Optional<Duration> retryAfter(String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            Duration pause = text.trim().matches("[0-9]{1,9}") ? Duration.ofSeconds(Long.parseLong(text.trim()))
                    : Duration.between(Instant.now(), ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME));
            return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private NotConfirmedException failure(String why, Throwable cause) {
        return new NotConfirmedException("webhook " + endpoint.place() + ": " + why, cause);
    }

    private void end(NotConfirmedException failure) {
        if (ended.compareAndSet(false, true)) {
            finish(failure);
        }
    }

    private void finish(NotConfirmedException failure) {
        vertx.cancelTimer(deadline);
        if (failure != null) {
            exchange.setException(failure);
        }
        try {
            // What follows in the route may block; the event loop serves every other connection.
            vertx.executeBlocking(() -> {
                callback.done(false);
                return null;
            }, false);
        } catch (RejectedExecutionException | IllegalStateException e) {
            callback.done(false); // Vert.x is closing, and the exchange must still end
        }
    }

    /** What the circuit hears of an answer that is no success. */
    private static final class CallStatus extends Exception {

        private static final long serialVersionUID = 1L;

        CallStatus(int status) {
            super("answered " + status, null, false, false);
        }
    }
}

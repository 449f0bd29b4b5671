package io.vmnhub.northbound;

import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** One message on its way to a webhook. Ends its exchange exactly once, whatever the server, the clock and the pool do. */
final class WebhookDelivery {

    private final Vertx vertx;
    private final Webhook webhook;
    private final Exchange exchange;
    private final AsyncCallback callback;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile HttpClientRequest request;
    private long deadline;
    private int received;

    WebhookDelivery(Vertx vertx, Webhook webhook, Exchange exchange, AsyncCallback callback) {
        this.vertx = vertx;
        this.webhook = webhook;
        this.exchange = exchange;
        this.callback = callback;
    }

    void start(HttpClient client, RequestOptions options, Buffer body) {
        try {
            deadline = vertx.setTimer(webhook.confirmWithin().toMillis(), timer -> abort("no complete answer within "
                    + webhook.confirmWithin().toMillis() + " ms"));
            client.request(options).onComplete(connected -> send(connected, body));
        } catch (RuntimeException e) {
            end(failure("not sent: " + e.getMessage(), e));
        }
    }

    private void send(AsyncResult<HttpClientRequest> connected, Buffer body) {
        if (connected.failed()) {
            end(failure("not sent: " + connected.cause().getMessage(), connected.cause()));
            return;
        }
        request = connected.result();
        if (ended.get()) {
            request.reset();
            return;
        }
        request.exceptionHandler(e -> end(failure("broken off: " + e.getMessage(), e)));
        request.send(body).onComplete(this::read);
    }

    private void read(AsyncResult<HttpClientResponse> answered) {
        if (answered.failed()) {
            end(failure("no answer: " + answered.cause().getMessage(), answered.cause()));
            return;
        }
        HttpClientResponse response = answered.result();
        response.exceptionHandler(e -> end(failure("answer broken off: " + e.getMessage(), e)));
        response.handler(this::discard);
        response.endHandler(end -> {
            int status = response.statusCode();
            end(status >= 200 && status <= 299 ? null : failure("answered " + status, null));
        });
    }

    private void discard(Buffer part) {
        received += part.length();
        if (received > Webhook.LONGEST_ANSWER) {
            abort("answer longer than " + Webhook.LONGEST_ANSWER + " octets");
        }
    }

    private void abort(String why) {
        end(failure(why, null));
        HttpClientRequest sent = request;
        if (sent != null) {
            sent.reset();
        }
    }

    private NotConfirmedException failure(String why, Throwable cause) {
        return new NotConfirmedException("webhook " + webhook.place() + ": " + why, cause);
    }

    private void end(NotConfirmedException failure) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
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
}

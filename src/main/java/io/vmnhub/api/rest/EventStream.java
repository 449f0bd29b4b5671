// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.component.inbox.Inbox;
import io.vmnhub.component.inbox.InboxMessage;
import java.util.List;

/**
 * Messages as Server-Sent Events: each is leased, written, and confirmed by the reader with a request of its own;
 * unconfirmed ones come again when their lease is over. A reader that does not read gets nothing more until it does;
 * one that goes away loses nothing.
 */
final class EventStream {

    private static final long HEARTBEAT_MILLIS = 5_000;
    private static final long AFTER_FAILURE_MILLIS = 1_000;

    private final Inbox inbox;
    private final Arrivals arrivals;
    private final OneApiMessages writer;
    private final RoutingContext request;
    private final MessageQuery query;
    private final Context context = Vertx.currentContext();
    private Arrivals.Arrival arrival;
    private boolean closed;

    EventStream(Inbox inbox, Arrivals arrivals, OneApiMessages writer, RoutingContext request, MessageQuery query) {
        this.inbox = inbox;
        this.arrivals = arrivals;
        this.writer = writer;
        this.request = request;
        this.query = query;
    }

    /** @throws ProblemException 429 when too many of the application wait */
    void start() {
        arrival = arrivals.register(query.application());
        request.response().closeHandler(gone -> close()).exceptionHandler(e -> close());
        request.response()
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .write(": messages of " + query.application() + "\n\n");
        poll();
    }

    private void poll() {
        if (closed) {
            return;
        }
        InboundMessages.onContext(inbox.lease(query.selection(), query.most(), query.lease()))
                .onComplete(leased -> {
                    if (closed) {
                        if (leased.succeeded() && !leased.result().isEmpty()) {
                            inbox.giveBack(query.application(), leased.result());
                        }
                    } else if (leased.failed()) {
                        arrival.then(AFTER_FAILURE_MILLIS, this::again);
                    } else {
                        write(leased.result());
                    }
                });
    }

    private void write(List<InboxMessage> batch) {
        for (InboxMessage one : batch) {
            request.response()
                    .write("id: " + one.message().id() + "\nevent: message\ndata: "
                            + writer.message(one, query.messagesUrl()) + "\n\n");
        }
        if (request.response().writeQueueFull()) {
            request.response().drainHandler(drained -> again());
        } else if (!batch.isEmpty()) {
            again();
        } else {
            arrival.then(
                    HEARTBEAT_MILLIS,
                    () -> context.runOnContext(now -> {
                        if (!closed) {
                            request.response().write(":\n\n");
                            again();
                        }
                    }));
        }
    }

    /** From the start, registered anew, on the request's own context. */
    private void again() {
        context.runOnContext(now -> {
            if (closed) {
                return;
            }
            arrival.close();
            try {
                arrival = arrivals.register(query.application());
                poll();
            } catch (ProblemException e) {
                close();
                request.response().end();
            }
        });
    }

    private void close() {
        closed = true;
        arrival.close();
    }
}

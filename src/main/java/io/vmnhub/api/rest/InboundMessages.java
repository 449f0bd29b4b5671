// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vmnhub.component.inbox.Inbox;
import io.vmnhub.component.inbox.InboxMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The resources {@code /registrations/{registrationId}/messages}: fetch, look at, confirm. Nothing waits in a thread.
 */
final class InboundMessages {

    static final String CALLER = "caller";
    private static final int LONGEST_BODY = 65_536;
    private static final int DEFAULT_PAGE = 100;
    private static final int MOST_IN_A_PAGE = 1_000;
    private static final int MOST_CONFIRMED = 1_000;
    /** What other nodes have stored is not signalled here: waiting requests look for it this often. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Inbox inbox;
    private final Arrivals arrivals;
    private final OneApiMessages writer = new OneApiMessages();
    private final ObjectMapper mapper = new ObjectMapper();

    InboundMessages(Inbox inbox, Arrivals arrivals) {
        this.inbox = inbox;
        this.arrivals = arrivals;
    }

    void mount(Router router) {
        String messages = "/registrations/:registrationId/messages";
        router.get(messages).handler(RestMetrics.operation("fetchMessages")).handler(this::fetch);
        router.get(messages + "/pending")
                .handler(RestMetrics.operation("listPendingMessages"))
                .handler(this::pending);
        router.get(messages + "/events")
                .handler(RestMetrics.operation("streamMessages"))
                .handler(request -> {
                    Caller caller = request.get(CALLER);
                    new EventStream(inbox, arrivals, writer, request, MessageQuery.of(request, caller)).start();
                });
        router.post(messages + "/confirm").handler(RestMetrics.operation("confirmMessages"));
        router.post(messages + "/confirm")
                .handler(BodyHandler.create(false).setBodyLimit(LONGEST_BODY))
                .handler(this::confirmMany);
        router.get(messages + "/:messageId")
                .handler(RestMetrics.operation("showMessage"))
                .handler(this::show);
        router.delete(messages + "/:messageId")
                .handler(RestMetrics.operation("confirmMessage"))
                .handler(this::confirmOne);
    }

    private void fetch(RoutingContext request) {
        MessageQuery query = MessageQuery.of(request, request.get(CALLER));
        if (!query.patience().isZero()) {
            RestMetrics.name(request, "waitForMessages"); // how long it takes says nothing of the hub
        }
        fetch(request, query, System.nanoTime() + query.patience().toNanos());
    }

    private void fetch(RoutingContext request, MessageQuery query, long until) {
        if (request.response().closed()) {
            return;
        }
        Arrivals.Arrival arrival;
        try {
            arrival = query.patience().isZero() ? null : arrivals.register(query.application());
        } catch (ProblemException e) {
            request.fail(e);
            return;
        }
        onContext(inbox.lease(query.selection(), query.most(), query.lease())).onComplete(leased -> {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (leased.succeeded() && leased.result().isEmpty() && left > 0 && arrival != null) {
                Context context = request.vertx().getOrCreateContext();
                arrival.then(
                        Math.min(left, LOOK_AGAIN.toMillis()),
                        () -> context.runOnContext(again -> fetch(request, query, until)));
                request.response().closeHandler(closed -> arrival.close());
                return;
            }
            if (arrival != null) {
                arrival.close();
            }
            if (leased.failed()) {
                request.fail(leased.cause());
            } else {
                answer(request, query, leased.result());
            }
        });
    }

    private void answer(RoutingContext request, MessageQuery query, List<InboxMessage> batch) {
        if (request.response().closed()) {
            release(query.application(), batch);
            return;
        }
        onContext(inbox.count(query.selection())).onComplete(counted -> {
            if (counted.failed() || request.response().closed()) {
                release(query.application(), batch);
                if (counted.failed()) {
                    request.fail(counted.cause());
                }
                return;
            }
            if (counted.result() > batch.size() && !batch.isEmpty()) {
                next(request, request.request().uri()); // the same again: what this batch has is handed out
            }
            send(request, 200, writer.list(batch, counted.result(), query.messagesUrl()))
                    .onFailure(e -> release(query.application(), batch));
        });
    }

    private void release(String application, List<InboxMessage> batch) {
        if (!batch.isEmpty()) {
            inbox.giveBack(application, batch);
        }
    }

    /** What waits, page by page, without handing it out. */
    private void pending(RoutingContext request) {
        MessageQuery query = MessageQuery.of(request, request.get(CALLER));
        int limit = MessageQuery.whole(request, "limit", DEFAULT_PAGE, 1, MOST_IN_A_PAGE);
        long after = MessageQuery.cursor(request);
        onContext(inbox.page(query.selection(), limit, after))
                .compose(page -> onContext(inbox.count(query.selection())).map(count -> {
                    page.next()
                            .ifPresent(cursor ->
                                    next(request, request.request().path() + "?limit=" + limit + "&after=" + cursor));
                    return writer.list(page.messages(), count, query.messagesUrl());
                }))
                .onFailure(request::fail)
                .onSuccess(list -> send(request, 200, list));
    }

    /** RFC 8288; relative, for the hub may be behind another name. */
    private static void next(RoutingContext request, String address) {
        request.response().putHeader("Link", "<" + address + ">; rel=\"next\"");
    }

    private void show(RoutingContext request) {
        Caller caller = request.get(CALLER);
        MessageQuery query = MessageQuery.of(request, caller);
        String id = request.pathParam("messageId");
        onContext(inbox.find(caller.application(), id))
                .onFailure(request::fail)
                .onSuccess(found -> found.filter(one -> query.number().isEmpty()
                                || one.message().destinationAddress().value().equals(query.number()))
                        .ifPresentOrElse(
                                one -> send(request, 200, (ObjectNode) mapper.createObjectNode()
                                        .set("inboundSMSMessage", writer.message(one, query.messagesUrl()))),
                                () -> request.fail(ProblemException.of(
                                        404, "there is no message " + id + "; it may have been confirmed"))));
    }

    private void confirmOne(RoutingContext request) {
        Caller caller = request.get(CALLER);
        MessageQuery.number(request, caller);
        onContext(inbox.confirm(caller.application(), List.of(request.pathParam("messageId"))))
                .onFailure(request::fail)
                .onSuccess(count -> request.response().setStatusCode(204).end());
    }

    private void confirmMany(RoutingContext request) {
        Caller caller = request.get(CALLER);
        MessageQuery.number(request, caller);
        onContext(inbox.confirm(caller.application(), ids(request)))
                .onFailure(request::fail)
                .onSuccess(count -> send(request, 200, mapper.createObjectNode().put("confirmed", count)));
    }

    private List<String> ids(RoutingContext request) {
        JsonNode list = JsonBody.of(request).path("messageIds");
        if (!list.isArray() || list.isEmpty() || list.size() > MOST_CONFIRMED) {
            throw ProblemException.invalid(
                    "messageIds", "messageIds must be a list of 1 to " + MOST_CONFIRMED + " message ids");
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode id : list) {
            if (!id.isTextual() || id.textValue().isEmpty() || id.textValue().length() > 64) {
                throw ProblemException.invalid("messageIds", "messageIds must hold message ids only");
            }
            ids.add(id.textValue());
        }
        return ids;
    }

    /** The inbox's threads end the future; what follows runs where the request is at home. */
    static <T> Future<T> onContext(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, Vertx.currentContext());
    }

    private static Future<Void> send(RoutingContext request, int status, ObjectNode body) {
        return request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body.toString());
    }
}

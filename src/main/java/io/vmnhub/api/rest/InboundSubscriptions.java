// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vmnhub.component.inbox.Inbox;
import io.vmnhub.component.inbox.Notification;
import io.vmnhub.component.inbox.Notifiers;
import io.vmnhub.component.inbox.Selection;
import io.vmnhub.component.inbox.Subscription;
import io.vmnhub.http.PostContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The resources {@code /subscriptions}, and the notifications of what was subscribed to here. */
final class InboundSubscriptions {

    private static final int LONGEST_BODY = 16_384;
    private static final int MOST_OF_ONE_APPLICATION = 100;

    private final PostContext posting;
    private final Inbox inbox;
    private final Map<String, ApiSettings> applications;
    private final OneApiMessages writer = new OneApiMessages();
    private final ObjectMapper mapper = new ObjectMapper();
    private final Notifiers notifiers;

    InboundSubscriptions(PostContext posting, Inbox inbox, Map<String, ApiSettings> applications) {
        this.posting = posting;
        this.inbox = inbox;
        this.applications = applications;
        notifiers = new Notifiers(posting.vertx(), inbox, Subscription.Form.REST, this::notification);
    }

    void mount(Router router) {
        router.post("/subscriptions").handler(RestMetrics.operation("subscribe"));
        router.post("/subscriptions")
                .handler(BodyHandler.create(false).setBodyLimit(LONGEST_BODY))
                .handler(this::create);
        router.get("/subscriptions")
                .handler(RestMetrics.operation("listSubscriptions"))
                .handler(this::list);
        router.get("/subscriptions/:subscriptionId")
                .handler(RestMetrics.operation("showSubscription"))
                .handler(this::show);
        router.delete("/subscriptions/:subscriptionId")
                .handler(RestMetrics.operation("unsubscribe"))
                .handler(this::delete);
    }

    void start() {
        notifiers.start();
    }

    private Optional<Notification> notification(Subscription subscription) {
        return Optional.ofNullable(applications.get(subscription.selection().application()))
                .map(settings -> new OneApiNotification(posting, subscription, settings, writer));
    }

    private void create(RoutingContext request) {
        Caller caller = request.get(InboundMessages.CALLER);
        Subscription subscription = subscription(request, caller);
        InboundMessages.onContext(inbox.subscriptions().all(Subscription.Form.REST))
                .onFailure(request::fail)
                .onSuccess(all -> {
                    if (of(all, caller).size() >= MOST_OF_ONE_APPLICATION) {
                        request.fail(ProblemException.of(
                                409, "an application has " + MOST_OF_ONE_APPLICATION + " subscriptions at most"));
                        return;
                    }
                    InboundMessages.onContext(inbox.subscriptions().add(subscription))
                            .onFailure(request::fail)
                            .onSuccess(added -> {
                                notifiers.refresh();
                                request.response().putHeader("Location", url(request, subscription));
                                send(
                                        request,
                                        201,
                                        mapper.createObjectNode().set("subscription", form(request, subscription)));
                            });
                });
    }

    private Subscription subscription(RoutingContext request, Caller caller) {
        JsonNode body = JsonBody.of(request).path("subscription");
        String url = text(body, "callbackReference/notifyURL", 2_000);
        String number = text(body, "destinationAddress", 40).replaceFirst("^(tel:)?\\+?", "");
        if (!number.matches("([0-9]{3,15})?")) {
            throw ProblemException.invalid("subscription.destinationAddress", "destinationAddress must be a number");
        }
        Subscription subscription = new Subscription(
                UUID.randomUUID().toString(),
                new Selection(caller.application(), number, Selection.firstWord(text(body, "criteria", 200))),
                url,
                text(body, "callbackReference/callbackData", 1_000),
                Subscription.Form.REST);
        try (OneApiNotification trial = new OneApiNotification(posting, subscription, caller.settings(), writer)) {
            return subscription;
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("subscription.callbackReference.notifyURL", e.getMessage());
        }
    }

    /** Missing is empty, but for the URL, which then is refused as none. */
    private static String text(JsonNode body, String path, int longest) {
        JsonNode value = body.at("/" + path);
        if (!value.isMissingNode()
                && !value.isNull()
                && (!value.isTextual() || value.textValue().length() > longest)) {
            throw ProblemException.invalid(
                    "subscription." + path.replace('/', '.'),
                    path + " must be a text of at most " + longest + " characters");
        }
        return value.isTextual() ? value.textValue() : "";
    }

    private void list(RoutingContext request) {
        InboundMessages.onContext(inbox.subscriptions().all(Subscription.Form.REST))
                .onFailure(request::fail)
                .onSuccess(all -> {
                    ObjectNode body = mapper.createObjectNode();
                    ArrayNode list = body.putObject("subscriptionList").putArray("subscription");
                    of(all, request.get(InboundMessages.CALLER)).forEach(one -> list.add(form(request, one)));
                    send(request, 200, body);
                });
    }

    private void show(RoutingContext request) {
        String id = request.pathParam("subscriptionId");
        InboundMessages.onContext(inbox.subscriptions().all(Subscription.Form.REST))
                .onFailure(request::fail)
                .onSuccess(all -> of(all, request.get(InboundMessages.CALLER)).stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst()
                        .ifPresentOrElse(
                                one -> send(
                                        request,
                                        200,
                                        mapper.createObjectNode().set("subscription", form(request, one))),
                                () -> request.fail(ProblemException.of(404, "there is no subscription " + id))));
    }

    private void delete(RoutingContext request) {
        Caller caller = request.get(InboundMessages.CALLER);
        InboundMessages.onContext(
                        inbox.subscriptions().remove(caller.application(), request.pathParam("subscriptionId")))
                .onFailure(request::fail)
                .onSuccess(removed -> {
                    notifiers.refresh();
                    request.response().setStatusCode(204).end();
                });
    }

    private static List<Subscription> of(List<Subscription> all, Caller caller) {
        return new ArrayList<>(all.stream()
                .filter(one -> one.selection().application().equals(caller.application()))
                .toList());
    }

    private static String url(RoutingContext request, Subscription subscription) {
        return PublicUrl.of(request) + RestApi.PATH + "/subscriptions/" + subscription.id();
    }

    private ObjectNode form(RoutingContext request, Subscription subscription) {
        ObjectNode form = mapper.createObjectNode();
        form.putObject("callbackReference")
                .put("notifyURL", subscription.notifyUrl())
                .put("callbackData", subscription.callbackData());
        return form.put(
                        "destinationAddress",
                        subscription.selection().number().isEmpty()
                                ? ""
                                : "tel:+" + subscription.selection().number())
                .put("criteria", subscription.selection().firstWord())
                .put("resourceURL", url(request, subscription));
    }

    private static void send(RoutingContext request, int status, JsonNode body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body.toString());
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vmnhub.component.inbox.InboxMessage;
import io.vmnhub.component.inbox.Notification;
import io.vmnhub.component.inbox.Subscription;
import io.vmnhub.http.NotificationSender;
import java.nio.charset.StandardCharsets;

/** Posts messages as OneAPI's {@code inboundSMSMessageNotification}: 2xx confirms, 410 ends the subscription. */
final class OneApiNotification implements Notification {

    private final Subscription subscription;
    private final OneApiMessages writer;
    private final String base;
    private final NotificationSender sender;
    private final ObjectMapper mapper = new ObjectMapper();

    /** @throws IllegalArgumentException when nothing can be posted to the subscription's URL */
    OneApiNotification(Vertx vertx, Subscription subscription, ApiSettings settings, OneApiMessages writer) {
        this.subscription = subscription;
        this.writer = writer;
        base = RestApi.PATH + "/registrations/" + subscription.selection().application() + "/messages";
        sender = new NotificationSender(
                vertx,
                subscription.notifyUrl(),
                settings.allowPrivateTargets(),
                settings.notifyPorts(),
                settings.signingSecrets());
    }

    @Override
    public boolean pauses() {
        return sender.pauses();
    }

    @Override
    public Future<Outcome> send(InboxMessage message) {
        ObjectNode notification = mapper.createObjectNode();
        notification
                .putObject("inboundSMSMessageNotification")
                .put("callbackData", subscription.callbackData())
                .set("inboundSMSMessage", writer.message(message, base));
        return sender.send(
                        message.message().identity().toString(),
                        notification.toString().getBytes(StandardCharsets.UTF_8))
                .map(outcome -> new Outcome(outcome.delivered(), outcome.gone(), outcome.pause()));
    }

    @Override
    public void close() {
        sender.close();
    }
}

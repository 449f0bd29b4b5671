package io.vmnhub.northbound.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vmnhub.northbound.inbox.Inbox;
import io.vmnhub.northbound.inbox.InboxMessage;
import io.vmnhub.northbound.inbox.Subscription;
import io.vmnhub.northbound.webhook.NotificationSender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts a subscription's messages to its receiver, some at a time. A message is leased for the attempt; 2xx confirms it, 410 ends the
 * subscription, everything else makes it wait, longer with each attempt, and it stays in the inbox. Runs on one event loop.
 */
final class SubscriptionNotifier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionNotifier.class);
    private static final int AT_ONCE = 20;
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Inbox inbox;
    private final Subscription subscription;
    private final NotificationSender sender;
    private final OneApiMessages writer;
    private final String base;
    private final Context context;
    private final ObjectMapper mapper = new ObjectMapper();
    private boolean busy;
    private boolean again;
    private boolean closed;

    /** @throws IllegalArgumentException when nothing can be posted to the subscription's URL */
    SubscriptionNotifier(Vertx vertx, Inbox inbox, Subscription subscription, ApiSettings settings, OneApiMessages writer) {
        this.inbox = inbox;
        this.subscription = subscription;
        this.writer = writer;
        base = RestApi.PATH + "/registrations/" + subscription.selection().application() + "/messages";
        context = vertx.getOrCreateContext();
        sender = new NotificationSender(vertx, subscription.notifyUrl(), settings.allowPrivateTargets(), settings.signingSecrets());
    }

    /** There may be something to post. Any thread. */
    void look() {
        context.runOnContext(now -> {
            if (busy) {
                again = true;
            } else if (!closed && !sender.pauses()) {
                busy = true;
                again = false;
                InboundMessages.onContext(inbox.lease(subscription.selection(), AT_ONCE, LEASE)).onComplete(leased -> {
                    if (leased.succeeded() && !leased.result().isEmpty()) {
                        send(leased.result());
                    } else {
                        done(again);
                    }
                });
            }
        });
    }

    private void done(boolean more) {
        busy = false;
        if (more) {
            look();
        }
    }

    private void send(List<InboxMessage> batch) {
        Future.join(batch.stream().map(this::send).toList()).onComplete(all -> context.runOnContext(now -> done(true)));
    }

    private Future<Void> send(InboxMessage message) {
        String id = message.message().id();
        String application = subscription.selection().application();
        ObjectNode notification = mapper.createObjectNode();
        notification.putObject("inboundSMSMessageNotification").put("callbackData", subscription.callbackData())
                .set("inboundSMSMessage", writer.message(message, base));
        return sender.send(id, notification.toString().getBytes(StandardCharsets.UTF_8)).compose(outcome -> {
            if (outcome.delivered()) {
                return InboundMessages.onContext(inbox.confirm(application, List.of(id))).mapEmpty();
            }
            if (outcome.gone() && !closed) {
                closed = true;
                LOG.warn("Subscription {} of {} has ended: its receiver answered 410", subscription.id(), application);
                inbox.subscriptions().remove(application, subscription.id());
            }
            Duration pause = outcome.gone() ? Duration.ZERO : outcome.pause().orElse(pause(message.deliveries()));
            return InboundMessages.onContext(inbox.hold(application, List.of(id), pause));
        });
    }

    /** Twice as long each time, give or take a fifth, so that what failed together does not come back together. */
    static Duration pause(int deliveries) {
        long millis = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(20, Math.max(0, deliveries - 1)));
        return Duration.ofMillis(millis * ThreadLocalRandom.current().nextInt(80, 121) / 100);
    }

    @Override
    public void close() {
        context.runOnContext(now -> {
            closed = true;
            sender.close();
        });
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vmnhub.log.ThrottledLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a subscription's messages to its receiver, some at a time. A message is leased for the attempt; confirmed it is
 * gone, a receiver that is gone ends the subscription, everything else makes the message wait, longer with each
 * attempt, and it stays in the inbox. Runs on one event loop.
 */
final class SubscriptionNotifier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionNotifier.class);
    private static final int AT_ONCE = 20;
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final ThrottledLog failures = new ThrottledLog(LOG);
    private final Inbox inbox;
    private final Subscription subscription;
    private final Notification notification;
    private final Context context;
    private boolean busy;
    private boolean again;
    private boolean closed;

    SubscriptionNotifier(Vertx vertx, Inbox inbox, Subscription subscription, Notification notification) {
        this.inbox = inbox;
        this.subscription = subscription;
        this.notification = notification;
        context = vertx.getOrCreateContext();
    }

    /** Whether it is this very subscription; an application may end one and make another with the same id. */
    boolean serves(Subscription one) {
        return subscription.equals(one);
    }

    /** There may be something to post. Any thread. */
    void poll() {
        context.runOnContext(now -> {
            if (busy) {
                again = true;
            } else if (!closed && !notification.pauses()) {
                busy = true;
                again = false;
                inContext(inbox.lease(subscription.selection(), AT_ONCE, LEASE)).onComplete(leased -> {
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
            poll();
        }
    }

    private void send(List<InboxMessage> batch) {
        Future.join(batch.stream().map(this::send).toList()).onComplete(all -> context.runOnContext(now -> done(true)));
    }

    private Future<Void> send(InboxMessage message) {
        String id = message.message().id();
        String application = subscription.selection().application();
        return notification.send(message).compose(outcome -> {
            if (outcome.confirmed()) {
                return inContext(inbox.confirm(application, List.of(id))).mapEmpty();
            }
            if (outcome.gone() && !closed) {
                closed = true;
                LOG.warn("Subscription {} of {} has ended: its receiver answered 410", subscription.id(), application);
                inbox.subscriptions().remove(application, subscription.id());
            }
            Duration pause = outcome.gone() ? Duration.ZERO : outcome.pause().orElse(pause(message.deliveries()));
            failures.warn(
                    application,
                    outcome.reason(),
                    () -> "Message " + id + " of " + application + " is not confirmed by subscription "
                            + subscription.id() + ", tried again in " + pause.toSeconds() + " s: "
                            + outcome.reason());
            return inContext(inbox.hold(application, List.of(id), pause));
        });
    }

    private <T> Future<T> inContext(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, context);
    }

    /** Twice as long each time, give or take a fifth, so that what failed together does not come back together. */
    static Duration pause(int deliveries) {
        long millis =
                Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(20, Math.max(0, deliveries - 1)));
        return Duration.ofMillis(millis * ThreadLocalRandom.current().nextInt(80, 121) / 100);
    }

    @Override
    public void close() {
        context.runOnContext(now -> {
            closed = true;
            notification.close();
        });
    }
}

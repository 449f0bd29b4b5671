// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The notifiers of all subscriptions that were made in one form, kept in step with the database. Thread-safe. */
public final class Notifiers {

    private static final Logger LOG = LoggerFactory.getLogger(Notifiers.class);
    /** What another node has changed is seen, and what has waited long enough is tried, this often. */
    private static final long LOOK_MILLIS = 2_000;

    private final Vertx vertx;
    private final Inbox inbox;
    private final Subscription.Form form;
    private final Function<Subscription, Optional<Notification>> notifications;
    private final Map<String, SubscriptionNotifier> notifiers = new HashMap<>();
    private List<Subscription> known = List.of();

    /**
     * @param notifications makes what sends a subscription's notifications; empty when its application may not have
     *     them, and with an IllegalArgumentException when nothing can be sent to its receiver
     */
    public Notifiers(
            Vertx vertx,
            Inbox inbox,
            Subscription.Form form,
            Function<Subscription, Optional<Notification>> notifications) {
        this.vertx = vertx;
        this.inbox = inbox;
        this.form = form;
        this.notifications = notifications;
    }

    /** To be called once. */
    public void start() {
        inbox.listen(this::arrived);
        refresh();
        vertx.setPeriodic(LOOK_MILLIS, timer -> refresh());
    }

    private synchronized void arrived(String application) {
        known.stream()
                .filter(one -> one.selection().application().equals(application))
                .map(one -> notifiers.get(one.id()))
                .filter(notifier -> notifier != null)
                .forEach(SubscriptionNotifier::poll);
    }

    /** Subscriptions have come or gone. */
    public void refresh() {
        inbox.subscriptions().all(form).whenComplete((all, failure) -> {
            if (failure == null) {
                keepInStep(all);
            } else {
                LOG.debug("The subscriptions cannot be read: {}", failure.getMessage());
            }
        });
    }

    private synchronized void keepInStep(List<Subscription> all) {
        known = all;
        Set<String> left = new HashSet<>(notifiers.keySet());
        for (Subscription one : all) {
            left.remove(one.id());
            SubscriptionNotifier present = notifiers.get(one.id());
            if (present != null && !present.serves(one)) {
                notifiers.remove(one.id()).close();
            }
            if (!notifiers.containsKey(one.id())) {
                try {
                    notifications
                            .apply(one)
                            .ifPresent(notification ->
                                    notifiers.put(one.id(), new SubscriptionNotifier(vertx, inbox, one, notification)));
                } catch (IllegalArgumentException e) {
                    LOG.warn(
                            "Subscription {} of {} is not served: {}",
                            one.id(),
                            one.selection().application(),
                            e.getMessage());
                }
            }
        }
        left.forEach(id -> notifiers.remove(id).close());
        notifiers.values().forEach(SubscriptionNotifier::poll);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vmnhub.component.inbox.InboxMessage;
import io.vmnhub.component.inbox.Notification;
import io.vmnhub.component.inbox.Subscription;
import io.vmnhub.component.parlayx.CallSettings;
import io.vmnhub.component.parlayx.SmsNotificationSender;
import io.vmnhub.http.PostContext;
import io.vmnhub.log.FailureReason;
import java.net.URI;
import java.util.Optional;
import org.apache.cxf.Bus;

/** Calls {@code notifySmsReception} at the endpoint that an application has named; the empty response confirms. */
final class ParlayNotification implements Notification {

    private final SmsNotificationSender sender;
    private final String correlator;

    /** @throws IllegalArgumentException when the endpoint is none that may be called */
    ParlayNotification(Bus bus, PostContext context, Subscription subscription, SoapSettings settings) {
        CallSettings call = new CallSettings();
        call.setAllowPrivateTargets(settings.allowPrivateTargets());
        settings.notification().ifPresent(shown -> {
            switch (shown.authentication()) {
                case BASIC -> {
                    call.setUsername(shown.username());
                    call.setPassword(shown.password());
                }
                case PASSWORD_TEXT, PASSWORD_DIGEST -> {
                    call.setTokenUsername(shown.username());
                    call.setTokenPassword(shown.password());
                    call.setTokenDigest(shown.authentication() == SoapSettings.Authentication.PASSWORD_DIGEST);
                }
            }
        });
        settings.notifyPorts().check("endpoint", URI.create(subscription.notifyUrl()));
        sender = new SmsNotificationSender(bus, context, subscription.notifyUrl(), subscription.id(), call);
        correlator = subscription.callbackData();
    }

    /** While its circuit is open the sender refuses at once, and the messages wait. */
    @Override
    public boolean pauses() {
        return false;
    }

    @Override
    public Future<Outcome> send(InboxMessage message) {
        Promise<Outcome> outcome = Promise.promise();
        sender.send(correlator, message.message())
                .whenComplete((done, failure) -> outcome.complete(
                        failure == null
                                ? Outcome.ofConfirmed()
                                : new Outcome(false, false, Optional.empty(), FailureReason.of(failure))));
        return outcome.future();
    }

    @Override
    public void close() {
        sender.close();
    }
}

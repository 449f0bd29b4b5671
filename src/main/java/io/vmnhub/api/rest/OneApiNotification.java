// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vmnhub.component.inbox.InboxMessage;
import io.vmnhub.component.inbox.Notification;
import io.vmnhub.component.inbox.Subscription;
import io.vmnhub.exchange.NextTry;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.http.ErrorTable;
import io.vmnhub.http.HttpEndpoint;
import io.vmnhub.http.PostContext;
import io.vmnhub.http.PostSettings;
import io.vmnhub.http.PostTarget;
import io.vmnhub.http.SigningSecrets;
import io.vmnhub.http.StatusRefusedException;
import io.vmnhub.http.TargetKind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Posts messages as OneAPI's {@code inboundSMSMessageNotification}: 2xx confirms, 410 ends the subscription. */
final class OneApiNotification implements Notification {

    private static final int GONE = 410;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
    private static final int CONNECTIONS = 20;
    private static final int CIRCUIT_CALLS = 10;
    private static final Duration CIRCUIT_OPEN_FOR = Duration.ofSeconds(10);

    private final Subscription subscription;
    private final OneApiMessages writer;
    private final String base;
    private final PostTarget target;
    private final SigningSecrets secrets;
    private final ObjectMapper mapper = new ObjectMapper();

    /** @throws IllegalArgumentException when nothing can be posted to the subscription's URL */
    OneApiNotification(PostContext context, Subscription subscription, ApiSettings settings, OneApiMessages writer) {
        this.subscription = subscription;
        this.writer = writer;
        base = RestApi.PATH + "/registrations/" + subscription.selection().application() + "/messages";
        URI url = HttpEndpoint.url("notifyURL", subscription.notifyUrl());
        settings.notifyPorts().check("notifyURL", url);
        secrets = new SigningSecrets(settings.signingSecrets());
        target = new PostTarget(
                context,
                new PostSettings(
                        url,
                        settings.allowPrivateTargets(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        ANSWER_WITHIN,
                        CONNECT_WITHIN,
                        CONNECTIONS,
                        CONNECTIONS,
                        CIRCUIT_CALLS,
                        CIRCUIT_OPEN_FOR),
                new PostTarget.Role(TargetKind.SUBSCRIPTION, subscription.id() + "\n" + url, ErrorTable.none()));
    }

    @Override
    public boolean pauses() {
        return target.pauses();
    }

    @Override
    public Future<Outcome> send(InboxMessage message) {
        ObjectNode notification = mapper.createObjectNode();
        notification
                .putObject("inboundSMSMessageNotification")
                .put("callbackData", subscription.callbackData())
                .set("inboundSMSMessage", writer.message(message, base));
        byte[] body = notification.toString().getBytes(StandardCharsets.UTF_8);
        String id = message.message().identity().toString();
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Content-Type", "application/json")
                .add("User-Agent", "vmn-hub")
                .add("Idempotency-Key", '"' + id + '"');
        secrets.addTo(headers, id, body);
        return target.confirm(headers, Buffer.buffer(body), Optional.empty())
                .map(done -> Outcome.ofConfirmed())
                .otherwise(OneApiNotification::failed);
    }

    private static Outcome failed(Throwable failure) {
        Duration pause = NextTry.after(failure).notBefore();
        return new Outcome(
                false,
                failure instanceof StatusRefusedException refused && refused.status() == GONE,
                pause.isZero() ? Optional.empty() : Optional.of(pause),
                NotConfirmedException.describe(failure));
    }

    @Override
    public void close() {
        target.close();
    }
}

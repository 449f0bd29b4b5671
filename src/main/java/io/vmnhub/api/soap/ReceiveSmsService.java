// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.http.HttpConnection;
import io.vmnhub.component.inbox.Inbox;
import io.vmnhub.component.inbox.InboxMessage;
import io.vmnhub.component.inbox.Selection;
import io.vmnhub.component.parlayx.SmsMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Hands out the messages in an application's inbox. Parlay X has no confirmation. At most once, a message is gone once
 * it has been handed out. At least once, it is held for a while and handed out again, unless the application calls
 * again on the same connection: HTTP answers in order, so such a caller has the answer before. A caller that has
 * crashed, or given up waiting, comes back on another connection, and confirms nothing.
 */
final class ReceiveSmsService implements SoapService {

    private static final int MOST_CONNECTIONS = 20_000;
    /**
     * Of one connection; a caller that never gets further than this much ahead of its confirmations has its leases run
     * out.
     */
    private static final int MOST_UNCONFIRMED = 10_000;

    private final Inbox inbox;
    /** What has been written to connections that are open, and is to be confirmed by their next call. */
    private final Cache<HttpConnection, List<String>> written =
            Caffeine.newBuilder().weakKeys().maximumSize(MOST_CONNECTIONS).build();

    ReceiveSmsService(Inbox inbox) {
        this.inbox = inbox;
    }

    @Override
    public CompletionStage<List<SmsMessage>> answer(
            SoapCall call, SoapCaller caller, String operation, List<?> arguments) {
        Selection selection = new Selection(caller.application(), number((String) arguments.get(0), caller), "");
        return switch (caller.settings().delivery()) {
            case AT_MOST_ONCE ->
                inbox.take(selection, caller.settings().maxBatchSize()).thenApply(ReceiveSmsService::messages);
            case AT_LEAST_ONCE ->
                confirmed(call, caller)
                        .thenCompose(done -> inbox.lease(
                                selection,
                                caller.settings().maxBatchSize(),
                                caller.settings().lease()))
                        .thenApply(batch -> {
                            call.whenAnswered(written -> answered(written, call.connection(), caller, batch));
                            return messages(batch);
                        });
        };
    }

    /** A registration is the application's name, for all of its numbers, or one number. */
    private static String number(String registration, SoapCaller caller) {
        return registration.strip().equals(caller.application())
                ? ""
                : RegistrationNumber.digits(registration)
                        .orElseThrow(() -> ParlayException.invalidInput(
                                "registrationIdentifier", caller.application() + " or one of its numbers"));
    }

    private CompletableFuture<Void> confirmed(SoapCall call, SoapCaller caller) {
        List<String> ids = written.asMap().remove(call.connection());
        if (ids == null) {
            return CompletableFuture.completedFuture(null);
        }
        return inbox.confirm(caller.application(), ids).handle((count, failure) -> {
            if (failure != null) {
                remember(call.connection(), ids);
                throw failure instanceof RuntimeException cause ? cause : new IllegalStateException(failure);
            }
            return null;
        });
    }

    private void answered(
            boolean writtenInFull, HttpConnection connection, SoapCaller caller, List<InboxMessage> batch) {
        List<String> ids = batch.stream().map(one -> one.message().id()).toList();
        if (ids.isEmpty()) {
            return;
        }
        if (writtenInFull) {
            remember(connection, ids);
        } else {
            inbox.release(caller.application(), ids);
        }
    }

    private void remember(HttpConnection connection, List<String> ids) {
        written.asMap().merge(connection, ids, (before, more) -> {
            List<String> all = new ArrayList<>(before);
            all.addAll(more);
            return all.size() > MOST_UNCONFIRMED ? more : all;
        });
    }

    private static List<SmsMessage> messages(List<InboxMessage> batch) {
        return batch.stream().map(one -> SmsMessage.of(one.message())).toList();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.EsmeAccount;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends messages to the sessions of accounts: to this node's if there is one that takes the message, else another
 * node's, also when the last session here ends with the message in its hands. Thread-safe.
 */
final class Deliveries {

    private final Map<String, AccountSessions> accounts;
    private final Supplier<OtherNodes> others;
    private final Consumer<String> askToBind;
    private final Executor completions;

    Deliveries(
            Map<String, AccountSessions> accounts,
            Supplier<OtherNodes> others,
            Consumer<String> askToBind,
            Executor completions) {
        this.accounts = accounts;
        this.others = others;
        this.askToBind = askToBind;
        this.completions = completions;
    }

    void deliver(String account, ShortMessage message, String application, Consumer<MapUserErrorException> whenEnded) {
        AccountSessions sessions = accounts.get(account);
        if (sessions == null) {
            whenEnded.accept(unknown(account));
            return;
        }
        Duration within = sessions.policy().flow().confirmWithin();
        if (mustGoElsewhere(account, sessions, message)) {
            deliverElsewhere(account, message, application, within, whenEnded);
            return;
        }
        long deadline = System.nanoTime() + within.toNanos();
        deliverHere(account, message, application, within, failure -> {
            long left = deadline - System.nanoTime();
            if (isAbsence(failure) && left > 0 && mustGoElsewhere(account, sessions, message)) {
                deliverElsewhere(account, message, application, Duration.ofNanos(left), whenEnded);
            } else {
                whenEnded.accept(failure);
            }
        });
    }

    void deliverHere(
            String account,
            ShortMessage message,
            String application,
            Duration most,
            Consumer<MapUserErrorException> whenEnded) {
        AccountSessions sessions = accounts.get(account);
        if (sessions == null) {
            whenEnded.accept(unknown(account));
            return;
        }
        if (sessions.sessions().isEmpty()) {
            askToBind.accept(account);
        }
        EsmeAccount.Flow flow = sessions.policy().flow();
        long nanos = Math.min(most.toNanos(), flow.confirmWithin().toNanos());
        sessions.deliver(new Delivery(message, application, System.nanoTime() + nanos, flow.keepOrder(), whenEnded));
    }

    private void deliverElsewhere(
            String account,
            ShortMessage message,
            String application,
            Duration within,
            Consumer<MapUserErrorException> whenEnded) {
        others.get()
                .deliver(
                        account,
                        message,
                        application,
                        within,
                        failure -> completions.execute(() -> whenEnded.accept(failure)));
    }

    private boolean mustGoElsewhere(String account, AccountSessions sessions, ShortMessage message) {
        return others.get().sessions(account) > 0
                && !sessions.takes(message.destinationAddress().value());
    }

    private static boolean isAbsence(MapUserErrorException failure) {
        return failure != null && failure.error().code() == MapUserError.Code.ABSENT_SUBSCRIBER_SM;
    }

    private static MapUserErrorException unknown(String account) {
        return new MapUserErrorException(MapUserError.temporary(), "there is no SMPP account " + account);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.util.HashedWheelTimer;
import io.vmnhub.smpp.EsmeAccount;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends sessions in order: they get no more messages, and what they have may still be answered for a moment. */
final class Unbinding {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);
    private static final int AGAIN_MILLIS = 10;
    private static final long UNBIND_PATIENCE_MILLIS = 2_000;

    private final HashedWheelTimer timer;

    Unbinding(HashedWheelTimer timer) {
        this.timer = timer;
    }

    /** Whether a session would not be let in any more as its account is now. */
    static boolean mustGo(BoundSession session, EsmeAccount old, EsmeAccount account) {
        return !account.enabled()
                || !account.access().password().equals(old.access().password())
                || !account.access().allows(session.peer().address().getAddress())
                || account.access().tlsOnly() && !session.peer().tls()
                || !account.access()
                        .bindTypes()
                        .containsAll(session.peer().bindType().stream().toList())
                || !account.access().versions().contains(session.peer().version())
                || account.access().addressRange() != old.access().addressRange()
                || session.peer().slot() > account.access().maxSessions();
    }

    void unbind(AccountSessions account, BoundSession session, String why) {
        LOG.info("{} is unbound: {}", session, why);
        account.leave(session);
        unbindWhenEmpty(session, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(UNBIND_PATIENCE_MILLIS));
    }

    /** Unbinds as many sessions as there are too many: those that have bound last. */
    void unbindNewest(AccountSessions account, int excess) {
        account.sessions().stream()
                .sorted(Comparator.comparing(
                                (BoundSession session) -> session.peer().since())
                        .reversed())
                .limit(excess)
                .forEach(session -> unbind(account, session, "the account has too many sessions at all nodes"));
    }

    private void unbindWhenEmpty(BoundSession session, long deadline) {
        if (session.outstanding() == 0 || System.nanoTime() - deadline >= 0) {
            session.wire().unbind();
        } else {
            timer.newTimeout(elapsed -> unbindWhenEmpty(session, deadline), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}

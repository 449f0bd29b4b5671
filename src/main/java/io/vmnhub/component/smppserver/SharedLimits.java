// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.EsmeAccount;
import java.util.List;
import java.util.Map;

/** Has the limits of accounts hold for all nodes of a farm together. Thread-safe. */
final class SharedLimits {

    private final Map<String, AccountSessions> accounts;
    private final Unbinding unbinding;

    SharedLimits(Map<String, AccountSessions> accounts, Unbinding unbinding) {
        this.accounts = accounts;
        this.unbinding = unbinding;
    }

    /** Sessions have come or gone at other nodes. */
    void share(OtherNodes others, List<EsmeAccount> settings) {
        for (EsmeAccount account : settings) {
            AccountSessions sessions = accounts.get(account.systemId());
            if (sessions != null) {
                share(others, account, sessions);
            }
        }
    }

    private void share(OtherNodes others, EsmeAccount account, AccountSessions sessions) {
        DeliveryPolicy policy = DeliveryPolicy.of(account, others);
        if (policy.maxSessions() != sessions.policy().maxSessions()
                || !policy.flow().equals(sessions.policy().flow())) {
            sessions.policy(policy);
        }
        unbinding.unbindNewest(
                sessions,
                others.excess(
                        account.systemId(),
                        sessions.sessions().size(),
                        account.access().maxSessions()));
    }
}

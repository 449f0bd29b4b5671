// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.cluster.Cluster;
import io.vmnhub.cluster.Member;
import io.vmnhub.cluster.NodeChoice;
import io.vmnhub.hlr.NetworkNodes;
import io.vmnhub.hlr.WeightedNodes;
import io.vmnhub.numbering.Vmn;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Hands out the title of the node that is to take a number's messages: of those that are ready and, where the
 * application binds over SMPP, have a session of it. Titles that {@code numbers.yaml} has for a number count before the
 * farm's, as far as their nodes are ready. Thread-safe.
 */
final class FarmNodes implements NetworkNodes {

    private static final int MOST_APPLICATIONS = 10_000;

    private final Cluster cluster;
    private final String ownTitle;
    private final WeightedNodes configured;
    private final Function<String, Set<String>> applicationsOf;
    private final Map<String, Set<String>> accounts = new ConcurrentHashMap<>();

    /** @param applicationsOf which applications deliver to an SMPP account */
    FarmNodes(Cluster cluster, String ownTitle, Function<String, Set<String>> applicationsOf) {
        this.cluster = cluster;
        this.ownTitle = ownTitle;
        this.applicationsOf = applicationsOf;
        configured = new WeightedNodes(ownTitle, this::isReady);
        cluster.whenChanged(accounts::clear);
    }

    private boolean isReady(String title) {
        return cluster.members().stream()
                .anyMatch(member -> member.mscGlobalTitle().equals(title) && member.state() == Member.State.READY);
    }

    @Override
    public String titleFor(Vmn vmn) {
        if (!vmn.settings().nodes().isEmpty()) {
            return configured.titleFor(vmn);
        }
        Set<String> bound = accountsOf(vmn.application());
        Optional<Member> chosen = NodeChoice.of(
                vmn.msisdn(),
                cluster.members(),
                member -> bound.isEmpty() || bound.stream().anyMatch(member.accounts()::contains));
        return chosen.map(Member::mscGlobalTitle)
                .filter(title -> !title.isEmpty())
                .orElse(ownTitle);
    }

    /** The accounts with a session anywhere that the application delivers to. */
    private Set<String> accountsOf(String application) {
        Set<String> known = accounts.get(application);
        if (known != null) {
            return known;
        }
        Set<String> bound = new HashSet<>();
        cluster.members().forEach(member -> bound.addAll(member.accounts()));
        Set<String> own = bound.stream()
                .filter(account -> applicationsOf.apply(account).contains(application))
                .collect(Collectors.toSet());
        if (accounts.size() < MOST_APPLICATIONS) {
            accounts.put(application, own);
        }
        return own;
    }
}

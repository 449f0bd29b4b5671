// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.vmnhub.cluster.Cluster;
import io.vmnhub.cluster.Member;
import io.vmnhub.component.smppserver.SessionStatus;
import io.vmnhub.component.smppserver.SmppServer;
import io.vmnhub.ss7.Ss7Stack;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a node out of traffic without losing anything. First no node hands out its title any more; a little later, when
 * SMSCs that had got it have sent their message, its links leave in order, which answers what is open; then its SMPP
 * sessions are unbound. A hub by itself begins with the links. Thread-safe.
 */
public final class NodeDrain {

    /** How long after the answer to its query an SMSC may take to send the message. */
    public static final Duration AFTER_QUERY = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.cluster");

    private final Optional<Cluster> cluster;
    private final Ss7Stack stack;
    private final SmppServer smpp;

    /** @param cluster empty for a hub by itself */
    public NodeDrain(Optional<Cluster> cluster, Ss7Stack stack, SmppServer smpp) {
        this.cluster = cluster;
        this.stack = stack;
        this.smpp = smpp;
    }

    /** Has other nodes hand out this one's title no more. Does nothing where the hub is by itself. */
    public static void announce(Cluster cluster) {
        cluster.tell(self -> self.in(Member.State.DRAINING));
        LOG.info(
                "Node {} is being drained: its title is not handed out any more",
                cluster.self().name());
    }

    /** @return completed when links and sessions have ended */
    public CompletableFuture<Void> begin() {
        cluster.ifPresent(NodeDrain::announce);
        Executor when = cluster.isPresent()
                ? CompletableFuture.delayedExecutor(AFTER_QUERY.toMillis(), TimeUnit.MILLISECONDS)
                : Runnable::run;
        return CompletableFuture.supplyAsync(this::lock, when)
                .thenCompose(locked -> locked)
                .thenRun(this::unbind);
    }

    private CompletableFuture<Void> lock() {
        return CompletableFuture.allOf(associations().stream().map(stack::lock).toArray(CompletableFuture[]::new));
    }

    private List<String> associations() {
        return stack.status().associations().stream()
                .map(association -> association.name())
                .toList();
    }

    private void unbind() {
        smpp.sessions().stream().map(SessionStatus::id).forEach(smpp::disconnect);
        LOG.info("The links and sessions of this node have ended");
    }

    /** Back into traffic. */
    public void end() {
        associations().forEach(stack::unlock);
        cluster.ifPresent(nodes -> nodes.tell(self -> self.in(Member.State.STARTING))); // until its links are up
    }
}

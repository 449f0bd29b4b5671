// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.cluster.Cluster;
import io.vmnhub.cluster.Member;
import io.vmnhub.cluster.NodeChoice;
import io.vmnhub.component.smppserver.OtherNodes;
import io.vmnhub.component.smppserver.SmppServer;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The SMPP sessions of all nodes: a message whose application has bound to another node is handed to that node, and its
 * confirmation or error comes back. Thread-safe, and no thread waits.
 */
final class FarmSessions implements OtherNodes {

    private static final String SERVICE = "smpp-server";
    /** The other node's own error is to come before this node gives the message up. */
    private static final long EARLIER_MILLIS = 100;

    private final Cluster cluster;
    private final SmppServer server;
    private final Counter handedOver;
    private final Counter taken;
    private Set<String> boundElsewhere = Set.of();

    FarmSessions(Cluster cluster, SmppServer server, MeterRegistry metrics) {
        this.cluster = cluster;
        this.server = server;
        handedOver = counter(metrics, "to-others");
        taken = counter(metrics, "from-others");
    }

    private static Counter counter(MeterRegistry metrics, String direction) {
        return Counter.builder("vmnhub.cluster.messages.handed.over")
                .description("Messages for applications that have bound to another node")
                .tag("direction", direction)
                .register(metrics);
    }

    void join() {
        cluster.serve(SERVICE, this::answer);
        cluster.whenChanged(this::changed);
        server.join(this);
        changed();
    }

    private synchronized void changed() {
        Set<String> now = new HashSet<>();
        others().forEach(member -> now.addAll(member.accounts()));
        Set<String> before = boundElsewhere;
        boundElsewhere = now;
        server.othersChanged();
        now.stream().filter(account -> !before.contains(account)).forEach(server::boundElsewhere);
    }

    private List<Member> others() {
        String self = cluster.self().name();
        return cluster.members().stream()
                .filter(member -> !member.name().equals(self))
                .toList();
    }

    private static int sessions(Member member, String account) {
        return member.sessions().getOrDefault(account, 0);
    }

    @Override
    public int sessions(String account) {
        int count = 0;
        String self = cluster.self().name();
        for (Member member : cluster.members()) {
            count += member.name().equals(self) ? 0 : sessions(member, account);
        }
        return count;
    }

    /** Of nodes that let sessions in at the same moment the first in the order of names keeps its own. */
    @Override
    public int excess(String account, int own, int most) {
        String self = cluster.self().name();
        int before = 0;
        for (Member member : cluster.members()) {
            before += member.name().compareTo(self) < 0 ? sessions(member, account) : 0;
        }
        return Math.min(own, Math.max(0, before + own - most));
    }

    /** The nodes with sessions of the account share the limit; what cannot be divided goes to the first of them. */
    @Override
    public int share(String account, int limit) {
        String self = cluster.self().name();
        int nodes = 0;
        int place = 0;
        for (Member member : cluster.members()) {
            if (member.name().equals(self)) {
                place = nodes++;
            } else if (sessions(member, account) > 0) {
                nodes++;
            }
        }
        return Math.max(1, limit / nodes + (place < limit % nodes ? 1 : 0));
    }

    @Override
    public void deliver(
            String account,
            ShortMessage message,
            String application,
            Duration within,
            Consumer<MapUserErrorException> whenEnded) {
        List<Member> bound = new ArrayList<>(others());
        bound.removeIf(member -> sessions(member, account) == 0);
        handedOver.increment();
        handOver(account, message, application, System.nanoTime() + within.toNanos(), bound, whenEnded);
    }

    /** Messages to one number go to one node, so that it can keep their order. */
    private void handOver(
            String account,
            ShortMessage message,
            String application,
            long deadline,
            List<Member> bound,
            Consumer<MapUserErrorException> whenEnded) {
        Optional<Member> node = NodeChoice.of(message.destinationAddress().value(), bound, member -> true);
        long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
        if (node.isEmpty() || leftMillis <= 0) {
            whenEnded.accept(new MapUserErrorException(
                    MapUserError.of(MapUserError.Code.ABSENT_SUBSCRIBER_SM),
                    "SMPP account " + account + ": no session is bound at any node"));
            return;
        }
        Duration within = Duration.ofMillis(Math.max(leftMillis / 2, leftMillis - EARLIER_MILLIS));
        cluster.ask(
                        node.get().name(),
                        SERVICE,
                        new HandedOver(account, application, within, message).octets(),
                        Duration.ofMillis(leftMillis))
                .thenApply(HandedOver::outcome)
                .whenComplete((outcome, failure) -> {
                    if (failure != null) {
                        whenEnded.accept(new MapUserErrorException(
                                MapUserError.temporary(),
                                "SMPP account " + account + ": the message was handed over, and " + reason(failure)));
                    } else if (isAbsence(outcome) && bound.size() > 1) { // its session has ended: the next, then
                        bound.remove(node.get());
                        handOver(account, message, application, deadline, bound, whenEnded);
                    } else {
                        whenEnded.accept(outcome.orElse(null));
                    }
                });
    }

    private static String reason(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause().getMessage()
                : failure.getMessage();
    }

    private static boolean isAbsence(Optional<MapUserErrorException> outcome) {
        return outcome.isPresent() && outcome.get().error().code() == MapUserError.Code.ABSENT_SUBSCRIBER_SM;
    }

    private CompletionStage<byte[]> answer(String from, byte[] request) {
        HandedOver message = HandedOver.read(request);
        taken.increment();
        CompletableFuture<byte[]> outcome = new CompletableFuture<>();
        server.deliverHere(
                message.account(),
                message.message(),
                message.application(),
                message.within(),
                failure -> outcome.complete(HandedOver.outcome(failure)));
        return outcome;
    }
}

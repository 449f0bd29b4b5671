// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.cluster.Cluster;
import io.vmnhub.cluster.Differences;
import io.vmnhub.cluster.Member;
import io.vmnhub.component.smppserver.SessionStatus;
import io.vmnhub.component.smppserver.SmppServerComponent;
import io.vmnhub.config.SharedConfiguration;
import io.vmnhub.ss7.Ss7Stack;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the farm what becomes of this node: whether it is ready, which accounts have sessions, and which configuration
 * it has; and the log what nodes have otherwise than this one.
 */
final class NodeNews implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("io.vmnhub.cluster");
    private static final long EVERY_MILLIS = 200;
    private static final int CONFIGURATION_EVERY = 10;
    private static final int TELL_AGAIN_EVERY = 25;
    private static final int MOST_NAMED = 10;

    private final Cluster cluster;
    private final SharedConfiguration configuration;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cluster-news");
        thread.setDaemon(true);
        return thread;
    });
    private List<String> reported = List.of();
    private String complaint = "";
    private int rounds;

    NodeNews(Cluster cluster, HubModule.HubContext hub) {
        this.cluster = cluster;
        configuration = new SharedConfiguration(hub.home(), hub.config());
    }

    /** How many nodes take messages, this one in any case. */
    static int taking(Cluster cluster) {
        String self = cluster.self().name();
        return (int) cluster.members().stream()
                .filter(member -> member.name().equals(self) || member.state() == Member.State.READY)
                .count();
    }

    void start(CamelContext context) {
        Ss7Stack stack = context.getRegistry().findSingleByType(Ss7Stack.class);
        SmppServerComponent smpp = context.getComponent("smpp-server", SmppServerComponent.class);
        clock.scheduleWithFixedDelay(() -> round(stack, smpp), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void round(Ss7Stack stack, SmppServerComponent smpp) {
        try {
            Member known = cluster.self();
            Member now = known.in(state(known, stack)).withSessions(sessions(smpp));
            if (rounds++ % CONFIGURATION_EVERY == 0) {
                now = now.withConfiguration(digests(known.configuration()));
            }
            if (!now.equals(known) || rounds % TELL_AGAIN_EVERY == 0) { // parts of a farm that met may have lost it
                Member news = now;
                cluster.tell(self -> self.in(self.state() == Member.State.DRAINING ? self.state() : news.state())
                        .withSessions(news.sessions())
                        .withConfiguration(news.configuration()));
            }
            report(Differences.of(cluster));
        } catch (RuntimeException e) {
            complain("What this node is cannot be told to the farm: " + e);
        }
    }

    private Member.State state(Member known, Ss7Stack stack) {
        if (known.state() == Member.State.DRAINING) {
            return known.state();
        }
        boolean ready = cluster.hasMet() && (stack == null || stack.status().ready());
        return ready ? Member.State.READY : Member.State.STARTING;
    }

    private static Map<String, Integer> sessions(SmppServerComponent smpp) {
        return smpp.getServer() == null
                ? Map.of()
                : smpp.getServer().sessions().stream()
                        .collect(Collectors.groupingBy(SessionStatus::account, Collectors.summingInt(one -> 1)));
    }

    private Map<String, String> digests(Map<String, String> before) {
        try {
            return configuration.digests();
        } catch (IOException e) {
            complain("The files that all nodes must have alike cannot be read: " + e.getMessage());
            return before;
        }
    }

    private void complain(String what) {
        if (!what.equals(complaint)) {
            LOG.error("{}", what);
            complaint = what;
        }
    }

    private void report(List<String> differences) {
        if (!differences.equals(reported)) {
            List<String> fresh = differences.stream()
                    .filter(difference -> !reported.contains(difference))
                    .toList();
            if (!fresh.isEmpty()) {
                LOG.warn(
                        "The nodes differ: {}{}",
                        String.join("; ", fresh.subList(0, Math.min(MOST_NAMED, fresh.size()))),
                        fresh.size() > MOST_NAMED ? "; and " + (fresh.size() - MOST_NAMED) + " more" : "");
            }
            if (differences.isEmpty()) {
                LOG.info("The nodes have the same configuration again");
            }
            reported = differences;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

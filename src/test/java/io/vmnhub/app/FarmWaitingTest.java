// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.cluster.MemoryFarm;
import io.vmnhub.hlr.AlertSender.Outcome;
import io.vmnhub.hlr.Alerts;
import io.vmnhub.hlr.MessageWaiting;
import io.vmnhub.hlr.MessageWaiting.Cause;
import io.vmnhub.hlr.MessageWaitingData;
import io.vmnhub.hlr.WaitingCentre;
import io.vmnhub.hlr.WaitingLimits;
import io.vmnhub.hlr.WaitingStore;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FarmWaitingTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final WaitingLimits LIMITS =
            new WaitingLimits(10, 1_000, Duration.ofHours(1), 20, Duration.ofSeconds(30));
    private static final String NUMBER = "447700900001";

    private final MemoryFarm farm = new MemoryFarm();
    private final NumberPlan numbers =
            NumberPlan.of(List.of(new NumberRange("447700900000", "447700900099", "234150000000000", "acme")));
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private volatile boolean centreAnswers = true;

    private final class Node {

        private final String name;
        private final Disk disk = new Disk();
        private final MessageWaitingData data = new MessageWaitingData(disk, LIMITS, Clock.systemUTC());
        private final Alerts alerts;

        Node(String name) {
            this.name = name;
            alerts = new Alerts(
                    data,
                    numbers,
                    (vmn, centre, version) -> {
                        sent.add(name + " " + centre);
                        return centreAnswers
                                ? CompletableFuture.completedFuture(Outcome.CONFIRMED)
                                : new CompletableFuture<>();
                    },
                    LIMITS);
            MemoryFarm.Node cluster = farm.join(name);
            new FarmWaiting(cluster, data, alerts, LIMITS, false).join(cluster);
            alerts.start();
            nodes.add(this);
        }

        void die() {
            farm.leave(name);
            nodes.remove(this);
            alerts.close();
        }
    }

    private static final class Disk implements WaitingStore {

        private final Map<String, MessageWaiting> kept = new ConcurrentHashMap<>();

        @Override
        public List<MessageWaiting> load() {
            return List.copyOf(kept.values());
        }

        @Override
        public void write(Map<String, Optional<MessageWaiting>> changed) {
            changed.forEach((number, waiting) -> kept.compute(number, (key, before) -> waiting.orElse(null)));
        }
    }

    @AfterEach
    void stop() {
        List.copyOf(nodes).forEach(Node::die);
    }

    private static List<String> centres(Node node) {
        return node.data.of(NUMBER).orElseThrow().centres().stream()
                .map(WaitingCentre::address)
                .toList();
    }

    @Test
    void whoWaitsAtOneNodeIsAlertedOnceByTheNodeThatLeads() {
        Node first = new Node("node-1");
        Node second = new Node("node-2");
        second.data.absent(NUMBER, "acme", Cause.APPLICATION, "441", 3);
        first.data.absent(NUMBER, "acme", Cause.APPLICATION, "442", 3);
        assertThat(centres(second)).containsExactly("441", "442").isEqualTo(centres(first));
        second.alerts.available("acme", "it has bound there");
        await().atMost(SOON).until(() -> first.data.size() == 0 && second.data.size() == 0);
        assertThat(sent).containsExactlyInAnyOrder("node-1 441", "node-1 442");
        await().atMost(SOON).until(() -> first.disk.kept.isEmpty() && second.disk.kept.isEmpty());
    }

    @Test
    void whenTheNodeThatLeadsGoesTheNextOneAlerts() {
        Node first = new Node("node-1");
        Node second = new Node("node-2");
        centreAnswers = false;
        first.data.absent(NUMBER, "acme", Cause.APPLICATION, "441", 3);
        first.alerts.available("acme", "it has bound");
        await().atMost(SOON).until(() -> sent.contains("node-1 441"));
        centreAnswers = true;
        first.die();
        await().atMost(SOON).until(() -> second.data.size() == 0);
        assertThat(sent).containsExactly("node-1 441", "node-2 441");
    }

    @Test
    void aNodeThatComesKnowsWhoWaits() {
        Node first = new Node("node-1");
        first.data.absent(NUMBER, "acme", Cause.SUSPENDED, "441", 1);
        Node second = new Node("node-2");
        assertThat(centres(second)).containsExactly("441");
        assertThat(second.data.of(NUMBER).orElseThrow().cause()).isEqualTo(Cause.SUSPENDED);
    }

    @Test
    void theDataIsTheSameAtTheOtherNode() {
        MessageWaiting waiting = new MessageWaiting(
                NUMBER,
                "acme",
                Cause.APPLICATION,
                true,
                List.of(new WaitingCentre(
                        "441", 1, Instant.ofEpochMilli(1_700_000_000_000L), Instant.ofEpochMilli(1_700_000_100_000L))));
        assertThat(FarmWaiting.read(NUMBER, FarmWaiting.octets(waiting))).isEqualTo(waiting);
    }
}

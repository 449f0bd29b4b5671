// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.cluster.MemoryFarm;
import io.vmnhub.cluster.SharedMap;
import io.vmnhub.fixture.NodeForms;
import io.vmnhub.sms.LongMessageKey;
import io.vmnhub.sms.MessageIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with stores of their own; a part's text is its message's reference and its number. */
class FarmPartsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final LongMessageLimits QUICK =
            new LongMessageLimits(1_000, 10_000, 1_000, 100, Duration.ofMillis(1), Duration.ofMillis(2));

    @TempDir
    private Path folder;

    private final MemoryFarm farm = new MemoryFarm();
    private final Map<String, Node> nodes = new ConcurrentHashMap<>();
    /** Each message as its parts' texts, in the order in which they were joined. */
    private final ConcurrentLinkedQueue<String> delivered = new ConcurrentLinkedQueue<>();

    private volatile boolean applicationIsDown;

    private final class Node implements LongMessageStore.Recipient {

        private final String name;
        private final MemoryFarm.Node cluster;
        private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        private final FarmParts parts;
        private final LongMessageStore store;
        private final PartBackups copies;

        Node(String name) throws IOException {
            this.name = name;
            cluster = farm.join(name);
            parts = new FarmParts(cluster, Runnable::run);
            store = new LongMessageStore(
                    folder.resolve(name + "/parts"),
                    QUICK,
                    new LongMessageMetrics(metrics),
                    part -> {},
                    this,
                    Runnable::run,
                    parts);
            copies = new PartBackups(folder.resolve(name + "/copies"), 10_000, parts, Runnable::run);
            parts.use(store, copies);
            copies.start();
            store.start();
            parts.start();
            nodes.put(name, this);
        }

        @Override
        public boolean ready() {
            return !applicationIsDown;
        }

        @Override
        public void take(String application, List<byte[]> bodies, Consumer<Boolean> taken) {
            delivered.add(
                    String.join("+", bodies.stream().map(String::new).sorted().toList()));
            taken.accept(true);
        }

        CompletableFuture<Exception> send(int reference, int number) {
            CompletableFuture<Exception> stored = new CompletableFuture<>();
            parts.store(part(reference, number), stored::complete);
            return stored;
        }

        void die() {
            farm.leave(name);
            nodes.remove(name);
            store.close();
            copies.close();
        }
    }

    private static JournalRecord.Part part(int reference, int number) {
        return new JournalRecord.Part(
                0,
                new LongMessageKey(reference, 7),
                "demo",
                Long.MAX_VALUE,
                3,
                number,
                number,
                Optional.of(new MessageIdentity(reference, number)),
                (reference + "." + number).getBytes());
    }

    @AfterEach
    void stop() {
        List.copyOf(nodes.values()).forEach(Node::die);
    }

    private static void acknowledged(CompletableFuture<Exception> stored) throws Exception {
        assertThat(stored.get(30, TimeUnit.SECONDS)).isNull();
    }

    private static List<String> whole(int from, int to) {
        List<String> all = new ArrayList<>();
        for (int reference = from; reference < to; reference++) {
            all.add(reference + ".1+" + reference + ".2+" + reference + ".3");
        }
        return all;
    }

    private void awaitDelivered(List<String> expected) {
        await().atMost(SOON).until(() -> delivered.size() >= expected.size());
        assertThat(delivered).containsExactlyInAnyOrderElementsOf(expected);
    }

    private void awaitNoCopies() {
        await().atMost(SOON).until(() -> nodes.values().stream().allMatch(node -> node.copies.size() == 0));
    }

    @Test
    void partsThatCameToDifferentNodesBecomeOneMessageEachAndNoCopyStays() throws Exception {
        List<Node> all = List.of(new Node("node-1"), new Node("node-2"), new Node("node-3"));
        for (int reference = 0; reference < 30; reference++) {
            for (int number = 1; number <= 3; number++) {
                acknowledged(all.get((reference + number) % 3).send(reference, number));
            }
        }
        awaitDelivered(whole(0, 30));
        awaitNoCopies();
    }

    @Test
    void aPartIsAcknowledgedWhenTwoNodesHaveItAndNotBefore() throws Exception {
        Node first = new Node("node-1");
        new Node("node-2");
        farm.silence("node-2", true);
        List<CompletableFuture<Exception>> unanswered =
                List.of(first.send(0, 1), first.send(1, 1), first.send(2, 1), first.send(3, 1));
        for (CompletableFuture<Exception> one : unanswered) {
            assertThat(one.get(30, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        }
        farm.silence("node-2", false);
        for (int reference = 0; reference < 4; reference++) {
            for (int number = 1; number <= 3; number++) {
                acknowledged(first.send(reference, number));
            }
        }
        awaitDelivered(whole(0, 4));
        awaitNoCopies();
    }

    @Test
    void whenANodeIsLostTheOthersHaveItsParts() throws Exception {
        Node first = new Node("node-1");
        Node second = new Node("node-2");
        Node third = new Node("node-3");
        for (int reference = 0; reference < 30; reference++) {
            acknowledged(first.send(reference, 1));
            acknowledged(second.send(reference, 2));
        }
        third.die();
        for (int reference = 0; reference < 30; reference++) {
            acknowledged(first.send(reference, 3));
        }
        awaitDelivered(whole(0, 30));
        awaitNoCopies();
    }

    @Test
    void theReceiverMayBeLostAndTheLastNodeGoesOnAlone() throws Exception {
        Node first = new Node("node-1");
        Node second = new Node("node-2");
        for (int reference = 0; reference < 20; reference++) {
            acknowledged(first.send(reference, 1));
            acknowledged(first.send(reference, 2));
        }
        first.die();
        for (int reference = 0; reference < 20; reference++) {
            acknowledged(second.send(reference, 3));
        }
        awaitDelivered(whole(0, 20));
        awaitNoCopies();
    }

    @Test
    void whenANodeComesThePartsOfItsMessagesMoveToIt() throws Exception {
        Node first = new Node("node-1");
        for (int reference = 0; reference < 20; reference++) {
            acknowledged(first.send(reference, 1));
            acknowledged(first.send(reference, 2));
        }
        Node second = new Node("node-2");
        for (int reference = 0; reference < 20; reference++) {
            acknowledged(second.send(reference, 3));
        }
        awaitDelivered(whole(0, 20));
        awaitNoCopies();
    }

    @Test
    void aPartThatComesWhenAnotherNodeIsChosenAlreadyMovesThereToo() throws Exception {
        Node first = new Node("node-1");
        Node second = new Node("node-2");
        int reference = 0;
        while (first.parts.isOurs(part(reference, 1).key())) {
            reference++;
        }
        first.parts.mayHaveChanged(); // so that the store of the first does not look through its messages once more
        CompletableFuture<Exception> stored = new CompletableFuture<>();
        first.store.take(part(reference, 1), SecondCopies.NOBODY, stored::complete);
        acknowledged(stored);
        acknowledged(second.send(reference, 2));
        acknowledged(second.send(reference, 3));
        awaitDelivered(whole(reference, reference + 1));
        awaitNoCopies();
    }

    @Test
    void aNodeThatComesBackDeliversNothingAgain() throws Exception {
        Node first = new Node("node-1");
        Node second = new Node("node-2");
        applicationIsDown = true;
        for (int reference = 0; reference < 20; reference++) {
            for (int number = 1; number <= 3; number++) {
                acknowledged(first.send(reference, number));
            }
        }
        first.die(); // whole messages and copies are on its disk
        applicationIsDown = false;
        awaitDelivered(whole(0, 20));
        Node again = new Node("node-1");
        awaitNoCopies();
        acknowledged(again.send(3, 1)); // the SMSC has not got the answer
        acknowledged(second.send(4, 2));
        acknowledged(again.send(99, 1));
        acknowledged(again.send(99, 2));
        acknowledged(second.send(99, 3));
        await().atMost(SOON).until(() -> delivered.contains("99.1+99.2+99.3"));
        assertThat(delivered).hasSize(21);
        awaitNoCopies();
    }

    private double oneCopy() {
        return nodes.values().stream()
                .mapToDouble(node ->
                        node.metrics.get("vmnhub.parts.with.one.copy").gauge().value())
                .sum();
    }

    private int copies() {
        return nodes.values().stream().mapToInt(node -> node.copies.size()).sum();
    }

    @Test
    void afterANodeIsLostItsCopiesAreMadeAnewSoThatAnotherOneMayBeLost() throws Exception {
        Node first = new Node("node-1");
        Node second = new Node("node-2");
        Node third = new Node("node-3");
        List<Node> receivers = List.of(first, second, third);
        for (int reference = 0; reference < 60; reference++) {
            acknowledged(receivers.get(reference % 3).send(reference, 1));
            acknowledged(receivers.get((reference + 1) % 3).send(reference, 2));
        }
        assertThat(copies()).isEqualTo(120);
        third.die();
        await().atMost(SOON).until(() -> copies() == 120 && oneCopy() == 0);
        second.die();
        for (int reference = 0; reference < 60; reference++) {
            acknowledged(first.send(reference, 3));
        }
        awaitDelivered(whole(0, 60));
        awaitNoCopies();
    }

    @Test
    void partsThatCameWhileANodeWasAloneGetTheirCopyWhenAnotherComes() throws Exception {
        Node first = new Node("node-1");
        for (int reference = 0; reference < 20; reference++) {
            acknowledged(first.send(reference, 1));
            acknowledged(first.send(reference, 2));
        }
        await().atMost(SOON).until(() -> oneCopy() == 40);
        Node second = new Node("node-2");
        await().atMost(SOON).until(() -> copies() == 40 && oneCopy() == 0);
        first.die();
        for (int reference = 0; reference < 20; reference++) {
            acknowledged(second.send(reference, 3));
        }
        awaitDelivered(whole(0, 20));
        awaitNoCopies();
    }

    @Test
    void aNodeThatReadsItsJournalAnewLearnsWhoHasTheCopies() throws Exception {
        Node first = new Node("node-1");
        new Node("node-2");
        for (int reference = 0; reference < 20; reference++) {
            acknowledged(first.send(reference, 1));
        }
        first.die();
        new Node("node-1");
        await().atMost(SOON).until(() -> copies() == 20 && oneCopy() == 0);
    }

    @Test
    void aCopyThatItsNodeDoesNotTakeIsSentAgainUntilItDoes() throws Exception {
        Node first = new Node("node-1");
        acknowledged(first.send(0, 1));
        farm.silence("node-2", true);
        Node second = new Node("node-2");
        farm.silence("node-3", true);
        Node third = new Node("node-3");
        await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> oneCopy() == 1);
        farm.silence("node-2", false);
        farm.silence("node-3", false);
        await().atMost(SOON).until(() -> oneCopy() == 0);
        assertThat(second.copies.size() + third.copies.size() + first.copies.size())
                .isEqualTo(1);
    }

    @Test
    void aPartWhoseMessageWasDeliveredWhileItWaitedForTheDiskIsNoMessageOfItsOwn() throws Exception {
        Node first = new Node("node-1");
        JournalRecord.Part late = part(0, 1);
        first.parts.delivered(PartId.of(late));
        CompletableFuture<Exception> stored = new CompletableFuture<>();
        first.store.take(late, "node-2", stored::complete); // whoever has asked before it has asked too early
        acknowledged(stored);
        acknowledged(first.send(1, 1));
        assertThat(first.metrics.get("vmnhub.long.messages.open").gauge().value())
                .isEqualTo(1);
        assertThat(first.metrics.get("vmnhub.parts.stored").gauge().value()).isEqualTo(1);
    }

    private static Exception asked(Node node, byte[] request) throws Exception {
        return node.cluster
                .ask(node.name, "long-message-parts", request, SOON)
                .handle((answer, failure) -> (Exception) failure)
                .get(30, TimeUnit.SECONDS);
    }

    /** The fixture hands over part 1 of message 0. */
    @Test
    void whatEarlierVersionsAskIsDoneAndWhatIsNotUnderstoodIsRefusedInWords() throws Exception {
        Node first = new Node("node-1");
        byte[] request = NodeForms.latest("part");
        assertThat(asked(first, request)).isNull();
        acknowledged(first.send(0, 2));
        acknowledged(first.send(0, 3));
        awaitDelivered(whole(0, 1));
        assertThat(asked(first, NodeForms.later(request)))
                .hasMessage("a part of a long message in format 2, and this version of the hub knows format 1:"
                        + " upgrade this node");
        byte[] unknownRequest = request.clone();
        unknownRequest[1] = 9;
        unknownRequest[59] = 4; // of another part
        assertThat(asked(first, unknownRequest)).hasMessageContaining("a request of kind 9");
        byte[] unknownRecord = request.clone();
        unknownRecord[2] = 9;
        assertThat(asked(first, unknownRecord)).hasMessageContaining("a record of kind 9");
        assertThat(asked(first, Arrays.copyOf(request, 30))).hasMessage("a record that is cut after 28 octets");
    }

    @Test
    void anAnswerThatIsNotUnderstoodMakesNoPartSafe() throws Exception {
        Node first = new Node("node-1");
        MemoryFarm.Node later = farm.join("node-2");
        later.serve("long-message-parts", (from, request) -> CompletableFuture.completedFuture(new byte[] {1, 9}));
        assertThat(first.send(0, 1).get(30, TimeUnit.SECONDS)).hasMessageContaining("is of kind 9");
        later.serve("long-message-parts", (from, request) -> CompletableFuture.completedFuture(new byte[] {2, 1}));
        assertThat(first.send(0, 1).get(30, TimeUnit.SECONDS)).hasMessageContaining("in format 2");
        later.serve(
                "long-message-parts",
                (from, request) -> CompletableFuture.completedFuture(NodeForms.latest("part.safe")));
        acknowledged(first.send(0, 1));
    }

    @Test
    void howeverMuchWasDeliveredWhileANodeWasAwayItForgetsItsPartsOfIt() throws Exception {
        Node first = new Node("node-1");
        Node second = new Node("node-2");
        for (int reference = 0; reference < 20; reference++) {
            acknowledged(first.send(reference, 1));
            acknowledged(second.send(reference, 2));
        }
        first.die();
        for (int reference = 0; reference < 20; reference++) {
            acknowledged(second.send(reference, 3));
        }
        awaitDelivered(whole(0, 20));
        SharedMap others = second.cluster.map("long-messages.delivered", 200_000);
        for (int other = 0; other < 100_000; other++) {
            others.put(new PartId(other, 9, true).octets(), new byte[] {1}, Duration.ofDays(1));
        }
        Node again = new Node("node-1");
        await().atMost(SOON)
                .until(() ->
                        again.metrics.get("vmnhub.long.messages.open").gauge().value() == 0);
        assertThat(delivered).hasSize(20);
    }
}

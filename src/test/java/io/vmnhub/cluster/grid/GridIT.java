// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmnhub.cluster.Claims;
import io.vmnhub.cluster.Member;
import io.vmnhub.cluster.SharedMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes in one process; the third joins late, and one leaves. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GridIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);

    private static Farm farm;
    private static Grid first;
    private static Grid second;
    private static Grid third;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        farm = new Farm(folder, 3);
        first = farm.start(1);
        second = farm.start(2);
    }

    @AfterAll
    static void stop() {
        farm.close();
    }

    private static byte[] octets(String text) {
        return text.getBytes(UTF_8);
    }

    private static List<String> names(Grid node) {
        return node.members().stream().map(Member::name).toList();
    }

    @Test
    @Order(1)
    void theNodesKnowEachOtherAndWhatEachTells() {
        await().atMost(SOON).until(() -> names(first).equals(List.of("node-1", "node-2")));
        assertThat(names(second)).containsExactly("node-1", "node-2");
        assertThat(first.hasMet()).as("two are more than half of three").isTrue();
        second.tell(self -> self.in(Member.State.DRAINING));
        await().atMost(SOON)
                .until(() -> first.members().get(1).state() == Member.State.DRAINING
                        && first.members().get(1).mscGlobalTitle().equals("447700000002"));
        second.tell(self -> self.in(Member.State.READY));
    }

    @Test
    @Order(2)
    void aStrangerStaysAlone() throws Exception {
        try (Grid stranger = farm.startStranger(3)) {
            assertThat(names(stranger)).containsExactly("node-3");
            assertThat(stranger.hasMet()).isFalse();
        }
        assertThat(names(first)).containsExactly("node-1", "node-2");
    }

    private static final int MESSAGES = 2_000;

    /** What goes over the network for each message that is claimed and confirmed, at all nodes in turn. */
    private static double messagesBetween(List<Grid> nodes, String name) throws Exception {
        List<Claims> claims =
                nodes.stream().map(node -> node.claims(name, 10_000)).toList();
        long before = sent(nodes);
        for (int i = 0; i < MESSAGES; i++) {
            byte[] key = octets(name + "-" + i);
            Claims own = claims.get(i % nodes.size());
            own.putIfAbsent(key, octets("claimed"), HOUR)
                    .thenCompose(none -> own.put(key, octets("confirmed"), HOUR))
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
        }
        double each = (double) (sent(nodes) - before) / MESSAGES;
        System.out.printf("%d nodes: %.2f messages between them for each that is delivered%n", nodes.size(), each);
        return each;
    }

    private static long sent(List<Grid> nodes) {
        return nodes.stream()
                .mapToLong(node -> node.channel()
                        .getProtocolStack()
                        .getTransport()
                        .getMessageStats()
                        .getNumMsgsSent())
                .sum();
    }

    /** 8 - 6/n: docs/farm.md says why. */
    @Test
    @Order(3)
    void twoNodesNeedFiveMessagesForEachThatIsDelivered() throws Exception {
        assertThat(messagesBetween(List.of(first, second), "measured-2")).isBetween(4.5, 5.9);
    }

    @Test
    @Order(4)
    void whatOneNodePutsIntoAMapTheOthersHearOfAndANodeThatJoinsHasIt() throws Exception {
        SharedMap map = first.map("map", 1_000);
        Map<String, String> heard = new ConcurrentHashMap<>();
        SharedMap other = second.map("map", 1_000);
        other.watch(
                (key, value) -> heard.put(new String(key, UTF_8), value == null ? "gone" : new String(value, UTF_8)));
        map.put(octets("a"), octets("1"), HOUR);
        map.put(octets("b"), octets("2"), Duration.ZERO);
        await().atMost(SOON).until(() -> heard.equals(Map.of("a", "1", "b", "2")));
        map.remove(octets("a"));
        await().atMost(SOON).until(() -> heard.get("a").equals("gone"));
        third = farm.start(3);
        Map<String, String> there = new ConcurrentHashMap<>();
        third.map("map", 1_000).forEach((key, value) -> there.put(new String(key, UTF_8), new String(value, UTF_8)));
        assertThat(there).containsExactly(Map.entry("b", "2"));
        await().atMost(SOON).until(() -> names(first).size() == 3);
    }

    private static String answer(CompletableFuture<byte[]> asked) throws Exception {
        return new String(asked.get(10, TimeUnit.SECONDS), UTF_8);
    }

    @Test
    @Order(5)
    void threeNodesNeedSix() throws Exception {
        assertThat(messagesBetween(List.of(first, second, third), "measured-3")).isBetween(5.5, 6.9);
    }

    @Test
    @Order(6)
    void aNodeIsAskedAndAnswersLaterAndWhatFailsThereFailsHereWithItsReason() throws Exception {
        CompletableFuture<byte[]> later = new CompletableFuture<>();
        second.serve("echo", (from, body) -> switch (new String(body, UTF_8)) {
            case "later" -> later;
            case "wrong" -> throw new IllegalArgumentException("that is wrong");
            default -> CompletableFuture.completedFuture((from + " " + new String(body, UTF_8)).getBytes(UTF_8));
        });
        assertThat(answer(first.ask("node-2", "echo", octets("hello"), SOON))).isEqualTo("node-1 hello");
        CompletableFuture<byte[]> waits = first.ask("node-2", "echo", octets("later"), SOON);
        assertThat(answer(first.ask("node-2", "echo", octets("now"), SOON))).isEqualTo("node-1 now");
        assertThat(waits).isNotDone();
        later.complete(octets("at last"));
        assertThat(answer(waits)).isEqualTo("at last");
        assertThatThrownBy(() -> answer(first.ask("node-2", "echo", octets("wrong"), SOON)))
                .hasRootCauseMessage("node node-2: that is wrong");
        assertThatThrownBy(() -> answer(first.ask("node-2", "song", octets("x"), SOON)))
                .hasRootCauseMessage("node node-2: it does not know song");
        assertThatThrownBy(() -> answer(first.ask("node-9", "echo", octets("x"), SOON)))
                .hasRootCauseMessage("node node-9: the node is not in the farm");
    }

    @Test
    @Order(7)
    void whatOneNodeAsksComesInItsOrder() throws Exception {
        List<String> come = new CopyOnWriteArrayList<>();
        second.serve("order", (from, body) -> {
            come.add(new String(body, UTF_8));
            return CompletableFuture.completedFuture(body);
        });
        List<String> asked = IntStream.range(0, 500).mapToObj(String::valueOf).toList();
        List<CompletableFuture<byte[]>> answers = asked.stream()
                .map(one -> first.ask("node-2", "order", octets(one), SOON))
                .toList();
        for (CompletableFuture<byte[]> answer : answers) {
            answer(answer);
        }
        assertThat(come).isEqualTo(asked);
    }

    @Test
    @Order(8)
    void oneNodeLeadsAndAnAnswerThatDoesNotComeIsNotWaitedFor() throws Exception {
        assertThat(List.of(first.leads(), second.leads(), third.leads())).containsExactly(true, false, false);
        second.serve("never", (from, body) -> new CompletableFuture<>());
        assertThatThrownBy(() -> answer(first.ask("node-2", "never", octets("x"), Duration.ofMillis(200))))
                .hasRootCauseMessage("node node-2: no answer in 200 ms");
    }

    @Test
    @Order(9)
    void ofTwoNodesThatClaimTheSameOneGetsItAndTheClaimOutlivesItsNode() throws Exception {
        Claims here = first.claims("claims", 1_000);
        Claims there = second.claims("claims", 1_000);
        third.claims("claims", 1_000);
        for (int i = 0; i < 50; i++) {
            byte[] key = octets("key-" + i);
            var mine = here.putIfAbsent(key, octets("first"), HOUR).toCompletableFuture();
            var theirs = there.putIfAbsent(key, octets("second"), HOUR).toCompletableFuture();
            assertThat(List.of(
                            mine.get(5, TimeUnit.SECONDS).isEmpty(),
                            theirs.get(5, TimeUnit.SECONDS).isEmpty()))
                    .containsExactlyInAnyOrder(true, false);
        }
        byte[] key = octets("x");
        assertThat(there.putIfAbsent(key, octets("second"), HOUR)
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS))
                .isEmpty();
        assertThat(here.remove(key, octets("first")).toCompletableFuture().get(5, TimeUnit.SECONDS))
                .isFalse();
        CompletableFuture<byte[]> asked = first.ask("node-2", "never", octets("x"), Duration.ofMinutes(5));
        second.close();
        assertThatThrownBy(() -> answer(asked)).hasRootCauseMessage("node node-2: it has left, or this node has");
        await().atMost(SOON).until(() -> names(first).equals(List.of("node-1", "node-3")));
        for (int i = 0; i < 50; i++) {
            assertThat(here.putIfAbsent(octets("key-" + i), octets("again"), HOUR)
                            .toCompletableFuture()
                            .get(5, TimeUnit.SECONDS))
                    .isPresent();
        }
        assertThat(first.clocksAhead())
                .as("a node that has gone has no clock that could differ")
                .doesNotContainKey("node-2");
        assertThat(here.replace(key, octets("second"), octets("first"), HOUR)
                        .toCompletableFuture()
                        .get(5, TimeUnit.SECONDS))
                .isTrue();
        assertThat(first.clocksAhead()).containsOnlyKeys("node-3");
    }

    @Test
    @Order(10)
    void anotherNodeLeadsWhenTheFirstHasGone() {
        assertThat(third.leads()).isFalse();
        first.close();
        await().atMost(SOON).until(third::leads);
    }
}

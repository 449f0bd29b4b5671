// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.cluster.Claims;
import io.vmnhub.cluster.Differences;
import io.vmnhub.cluster.SharedMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jgroups.protocols.DISCARD;
import org.jgroups.protocols.TP;
import org.jgroups.stack.ProtocolStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes whose network is cut without a word to either, and heals; and whose clocks differ. */
@Timeout(180)
class PartitionIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);

    private final AtomicLong ahead = new AtomicLong();
    private Farm farm;
    private Grid first;
    private Grid second;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        farm = new Farm(folder, 2);
        first = farm.start(1);
        second = farm.start(2, () -> System.currentTimeMillis() + ahead.get());
        awaitMembers(2);
    }

    @AfterEach
    void stop() {
        farm.close();
    }

    private void awaitMembers(int count) {
        await().atMost(SOON)
                .until(() -> first.members().size() == count && second.members().size() == count);
    }

    private void cut() throws Exception {
        for (Grid node : List.of(first, second)) {
            node.channel()
                    .getProtocolStack()
                    .insertProtocol(new DISCARD().discardAll(true), ProtocolStack.Position.ABOVE, TP.class);
        }
        awaitMembers(1);
    }

    private void heal() {
        for (Grid node : List.of(first, second)) {
            node.channel().getProtocolStack().removeProtocol("DISCARD");
        }
        awaitMembers(2);
    }

    private static byte[] octets(String text) {
        return text.getBytes(UTF_8);
    }

    private static Map<String, String> content(SharedMap map) {
        Map<String, String> content = new ConcurrentHashMap<>();
        map.forEach((key, value) -> content.put(new String(key, UTF_8), new String(value, UTF_8)));
        return content;
    }

    private static Optional<byte[]> claim(Claims claims, String key) throws Exception {
        return claims.putIfAbsent(octets(key), octets("later"), HOUR)
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    void whatEitherPartHasToldBothKnowWhenTheyMeetAgainAndTheLatestCounts() throws Exception {
        SharedMap here = first.map("lists", 1_000);
        SharedMap there = second.map("lists", 1_000);
        Claims ours = first.claims("claims", 1_000);
        Claims theirs = second.claims("claims", 1_000);
        Map<String, String> heardHere = new ConcurrentHashMap<>();
        Map<String, String> heardThere = new ConcurrentHashMap<>();
        here.put(octets("before"), octets("0"), Duration.ZERO);
        await().atMost(SOON).until(() -> content(there).containsKey("before"));
        here.watch((key, value) -> heardHere.put(new String(key, UTF_8), new String(value, UTF_8)));
        there.watch((key, value) -> heardThere.put(new String(key, UTF_8), new String(value, UTF_8)));
        cut();
        here.put(octets("only here"), octets("1"), Duration.ZERO);
        there.put(octets("only there"), octets("2"), HOUR);
        here.put(octets("both"), octets("former"), Duration.ZERO);
        ahead.set(1_000);
        there.put(octets("both"), octets("latter"), Duration.ZERO);
        ahead.set(0);
        there.put(octets("again"), octets("former"), Duration.ZERO);
        ahead.set(-3_600_000);
        there.put(octets("before"), octets("9"), Duration.ZERO); // told earlier, by the clock that is behind
        ahead.set(0);
        assertThat(claim(ours, "ours")).isEmpty();
        assertThat(claim(theirs, "theirs")).as("every part goes on").isEmpty();
        heal();
        Map<String, String> all =
                Map.of("before", "0", "only here", "1", "only there", "2", "both", "latter", "again", "former");
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(content(here)).isEqualTo(all);
            assertThat(content(there)).isEqualTo(all);
        });
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(heardHere).containsAllEntriesOf(Map.of("only there", "2", "both", "latter"));
            assertThat(heardThere).containsAllEntriesOf(Map.of("only here", "1"));
        });
        assertThat(claim(theirs, "ours")).as("what one part has claimed").isPresent();
        assertThat(claim(ours, "theirs")).isPresent();
    }

    @Test
    void aClockThatDiffersIsNamed() {
        assertThat(Differences.of(first)).isEmpty();
        ahead.set(90_000);
        second.tell(self -> self.withTitle("447700000099"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(Differences.of(first))
                        .singleElement()
                        .asString()
                        .matches("the clock of node node-2 is (89|90) s ahead of this node's: keep them alike by NTP"));
        first.tell(self -> self.withTitle("447700000098"));
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(second.members().get(0).mscGlobalTitle()).isEqualTo("447700000098"));
    }
}

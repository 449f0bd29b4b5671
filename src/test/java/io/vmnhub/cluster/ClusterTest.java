// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.cluster.Discovery.Place;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusterTest {

    private static Member node(String name, Member.State state, String... accounts) {
        return new Member(name, "0.1.0", "44770000000" + name, state, sessions(accounts), Map.of(), 1);
    }

    private static Map<String, Integer> sessions(String... accounts) {
        return Arrays.stream(accounts).collect(Collectors.toMap(account -> account, account -> 1));
    }

    @Test
    void aMemberIsTheSameAfterItHasBeenTold() {
        Member member = new Member(
                "node-1",
                "0.1.0",
                "447700000001",
                Member.State.DRAINING,
                Map.of("acme", 1, "demo", 3),
                Map.of("config/numbers.yaml", "0123456789abcdef"),
                1_700_000_000_000L);
        assertThat(MemberForm.read(MemberForm.write(member))).isEqualTo(member);
    }

    @Test
    void whatALaterVersionTellsIsPassedOver() throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(octets);
        out.writeByte(1);
        out.writeInt(3);
        for (String text : List.of("name", "node-9", "state", "HIBERNATING", "moonPhase", "full")) {
            out.writeUTF(text);
        }
        assertThat(MemberForm.read(octets.toByteArray()))
                .isEqualTo(new Member("node-9", "", "", Member.State.STARTING, Map.of(), Map.of(), 0));
    }

    @Test
    void octetsThatAreNoMemberAreRefused() {
        assertThatThrownBy(() -> MemberForm.read(new byte[] {1, 127, 0, 0, 0}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MemberForm.read(new byte[] {1, 0, 0, 0, 2, 0, 1}))
                .hasMessage("a member that is cut after 7 octets");
    }

    @Test
    void numbersSpreadEvenlyOverTheNodes() {
        List<Member> nodes =
                List.of(node("1", Member.State.READY), node("2", Member.State.READY), node("3", Member.State.READY));
        Map<String, Integer> counts = new HashMap<>();
        IntStream.range(0, 9_000)
                .mapToObj(i -> String.valueOf(447700900000L + i))
                .forEach(vmn -> counts.merge(choice(vmn, nodes), 1, Integer::sum));
        assertThat(counts.values())
                .hasSize(3)
                .allSatisfy(count -> assertThat(count).isBetween(2_700, 3_300));
    }

    @Test
    void whenANodeGoesOnlyItsOwnNumbersMove() {
        List<Member> three =
                List.of(node("1", Member.State.READY), node("2", Member.State.READY), node("3", Member.State.READY));
        List<Member> two =
                List.of(node("1", Member.State.READY), node("2", Member.State.DRAINING), node("3", Member.State.READY));
        IntStream.range(0, 3_000)
                .mapToObj(i -> String.valueOf(447700900000L + i))
                .forEach(vmn -> {
                    String before = choice(vmn, three);
                    String after = choice(vmn, two);
                    assertThat(after).isNotEqualTo("2");
                    if (!before.equals("2")) {
                        assertThat(after).isEqualTo(before);
                    }
                });
    }

    @Test
    void nodesWithASessionOfTheApplicationArePreferred() {
        List<Member> nodes = List.of(
                node("1", Member.State.READY), node("2", Member.State.READY, "acme"), node("3", Member.State.READY));
        assertThat(NodeChoice.of(
                        "447700900123", nodes, member -> member.accounts().contains("acme")))
                .map(Member::name)
                .contains("2");
        assertThat(NodeChoice.of(
                        "447700900123", nodes, member -> member.accounts().contains("other")))
                .as("nobody has a session")
                .isPresent();
    }

    @Test
    void whereNoNodeIsReadyOneOfThemIsChosenAllTheSame() {
        assertThat(choice("447700900123", List.of(node("1", Member.State.STARTING))))
                .isEqualTo("1");
    }

    private static String choice(String vmn, List<Member> members) {
        return NodeChoice.of(vmn, members, member -> true).orElseThrow().name();
    }

    @Test
    void everyDifferenceIsNamedWithItsFileAndNode() {
        Member self = node("1", Member.State.READY)
                .withConfiguration(Map.of("config/numbers.yaml", "a", "routes/x.camel.yaml", "b"));
        Member other = node("2", Member.State.READY)
                .withTitle(self.mscGlobalTitle())
                .withConfiguration(Map.of("config/numbers.yaml", "c", "config/smpp.yaml", "d"));
        assertThat(Differences.of(self, List.of(self, other)))
                .containsExactly(
                        "config/numbers.yaml is another one at node 2",
                        "config/smpp.yaml is at node 2 and not here",
                        "routes/x.camel.yaml is not at node 2",
                        "node 2 has the same MSC global title, 447700000001: each node needs its own");
        assertThat(Differences.of(self, List.of(self))).isEmpty();
    }

    private static Member ofVersion(String name, String version) {
        return new Member(name, version, "", Member.State.READY, Map.of(), Map.of(), 1);
    }

    @Test
    void versionsThatDoNotWorkTogetherAreNamed() {
        Member self = ofVersion("1", "0.2.7");
        for (String neighbour : List.of("0.2.0", "0.1.9", "0.3.0-SNAPSHOT", "")) {
            assertThat(Differences.of(self, List.of(self, ofVersion("2", neighbour))))
                    .as(neighbour)
                    .isEmpty();
        }
        for (String other : List.of("0.4.0", "0.0.9", "1.2.0")) {
            assertThat(Differences.of(self, List.of(self, ofVersion("2", other))))
                    .containsExactly("node 2 is of version " + other + ", and this one of 0.2.7:"
                            + " only neighbouring versions work together, see docs/upgrade.md");
        }
    }

    @Test
    void placesAreHostsWithPorts() {
        assertThat(Place.parse("10.0.0.1:7801")).isEqualTo(new Place("10.0.0.1", 7801));
        assertThat(Place.parse("node-1")).isEqualTo(new Place("node-1", 7800));
        assertThat(Place.parse("[2001:db8::1]:7802")).isEqualTo(new Place("2001:db8::1", 7802));
        assertThat(Place.parse("2001:db8::1")).isEqualTo(new Place("2001:db8::1", 7800));
        assertThatThrownBy(() -> Place.parse("node-1:http"))
                .hasMessage("must be a host and a port, such as 10.0.0.1:7800");
    }
}

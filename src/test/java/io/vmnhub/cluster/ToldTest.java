// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.NodeForms;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What nodes tell each other, in the octets of each version that there was: nodes of two versions work together. */
class ToldTest {

    private static final HexFormat HEX = HexFormat.of();

    private static final String TOLD = HEX.formatHex(NodeForms.latest("told"));

    @Test
    void whatIsToldHasTheSameOctetsInEveryVersion() {
        Told told = new Told(1_700_000_000_000L, "node-1", HEX.parseHex("c0ffee"));
        assertThat(HEX.formatHex(told.octets())).isEqualTo(TOLD);
        Told read = Told.of(HEX.parseHex(TOLD)).orElseThrow();
        assertThat(read.millis()).isEqualTo(1_700_000_000_000L);
        assertThat(read.node()).isEqualTo("node-1");
        assertThat(read.content()).isEqualTo(HEX.parseHex("c0ffee"));
    }

    @Test
    void aFormOfALaterVersionIsNotUnderstoodAndHarmsNobody() {
        assertThat(Told.of(HEX.parseHex("02" + TOLD.substring(2)))).isEmpty();
        assertThat(Told.of(new byte[0])).isEmpty();
        assertThat(Told.of(HEX.parseHex(TOLD.substring(0, 24)))).isEmpty();
    }

    @Test
    void ofTwoTheLaterCountsAndAllNodesChooseAlike() {
        Told former = new Told(1, "node-2", new byte[] {1});
        Told latter = new Told(2, "node-1", new byte[] {1});
        Told sameTime = new Told(1, "node-1", new byte[] {2});
        assertThat(latter.isAfter(former)).isTrue();
        assertThat(former.isAfter(latter)).isFalse();
        assertThat(former.isAfter(sameTime)).isTrue();
        assertThat(sameTime.isAfter(former)).isFalse();
        assertThat(former.isAfter(former)).isFalse();
    }

    @Test
    void membersOfEarlierVersionsAreUnderstood() {
        Member member =
                new Member("node-1", "0.1.0", "", Member.State.READY, Map.of("acme", 2), Map.of(), 1_700_000_000_000L);
        NodeForms.assertRead("member", member, MemberForm::read);
        NodeForms.assertWritten("member", MemberForm.write(member));
    }
}

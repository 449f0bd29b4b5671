// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.ss7.SccpReassembly.Outcome;
import io.vmnhub.ss7.SccpReassembly.Segment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SccpReassemblyTest {

    private final SccpReassembly reassembly = new SccpReassembly(2, 1_000);

    private static Segment segment(
            int originatingPointCode, String calling, boolean first, int remaining, int reference, String data) {
        String addresses = String.format("024206%02x%s%02x%s", calling.length() / 2, calling, data.length() / 2, data);
        int third = 5 + 1 + calling.length() / 2;
        String hex = String.format(
                "11810f0406%02x%02x%s1004%02x%06x00",
                third, third + data.length() / 2, addresses, (first ? 0xc0 : 0x40) | remaining, reference);
        return new Segment(Unitdata.of(HexFormat.of().parseHex(hex)), originatingPointCode, 0);
    }

    private static Segment titled(boolean first, int remaining, int reference, String data) {
        return segment(2, "12080012044477", first, remaining, reference, data);
    }

    private static String data(Outcome outcome) {
        return HexFormat.of().formatHex(Unitdata.of(outcome.whole()).data());
    }

    @Test
    void segmentsInOrderMakeTheWhole() {
        assertThat(reassembly.add(titled(true, 2, 7, "aa"), 0)).isEqualTo(Outcome.WAITING);
        assertThat(reassembly.add(titled(true, 1, 8, "01"), 0)).isEqualTo(Outcome.WAITING);
        assertThat(reassembly.add(titled(false, 1, 7, "bb"), 0)).isEqualTo(Outcome.WAITING);
        assertThat(data(reassembly.add(titled(false, 0, 7, "cc"), 0))).isEqualTo("aabbcc");
        assertThat(data(reassembly.add(titled(false, 0, 8, "02"), 0))).isEqualTo("0102");
        assertThat(reassembly.expired(10_000)).isEmpty();
    }

    /** A title is one sender, whichever STP it came over; without one the point code tells senders apart. */
    @Test
    void sendersAreToldApart() {
        reassembly.add(segment(2, "4208", true, 1, 7, "aa"), 0);
        assertThat(reassembly.add(segment(3, "4208", false, 0, 7, "bb"), 0).cause())
                .isEqualTo(ReturnCause.ERROR_IN_MESSAGE_TRANSPORT);
        assertThat(data(reassembly.add(segment(2, "4208", false, 0, 7, "bb"), 0)))
                .isEqualTo("aabb");
        reassembly.add(segment(2, "12080012044477", true, 1, 7, "aa"), 0);
        assertThat(data(reassembly.add(segment(3, "12080012044477", false, 0, 7, "bb"), 0)))
                .isEqualTo("aabb");
    }

    @Test
    void segmentsOutOfOrderGiveTheFirstBack() {
        Segment first = titled(true, 2, 7, "aa");
        reassembly.add(first, 0);
        Outcome outcome = reassembly.add(titled(false, 0, 7, "cc"), 0);
        assertThat(outcome.returned()).isEqualTo(first);
        assertThat(outcome.cause()).isEqualTo(ReturnCause.ERROR_IN_MESSAGE_TRANSPORT);
        assertThat(reassembly.expired(10_000)).isEmpty();
    }

    @Test
    void aSegmentWithoutItsFirstIsGivenBack() {
        Segment orphan = titled(false, 1, 7, "bb");
        assertThat(reassembly.add(orphan, 0).returned()).isEqualTo(orphan);
    }

    @Test
    void aSecondFirstSegmentBeginsAnew() {
        Segment first = titled(true, 1, 7, "aa");
        reassembly.add(first, 0);
        assertThat(reassembly.add(titled(true, 1, 7, "bb"), 0).returned()).isEqualTo(first);
        assertThat(data(reassembly.add(titled(false, 0, 7, "cc"), 0))).isEqualTo("bbcc");
    }

    @Test
    void noMoreMessagesAreHeldThanFit() {
        reassembly.add(titled(true, 1, 1, "aa"), 0);
        reassembly.add(titled(true, 1, 2, "aa"), 0);
        Segment third = titled(true, 1, 3, "aa");
        Outcome outcome = reassembly.add(third, 0);
        assertThat(outcome.returned()).isEqualTo(third);
        assertThat(outcome.cause()).isEqualTo(ReturnCause.DESTINATION_CANNOT_PERFORM_REASSEMBLY);
    }

    @Test
    void whatHasWaitedTooLongIsGivenBack() {
        Segment first = titled(true, 1, 1, "aa");
        reassembly.add(first, 0);
        reassembly.add(titled(true, 1, 2, "aa"), 500);
        assertThat(reassembly.expired(999)).isEmpty();
        assertThat(reassembly.expired(1_000)).containsExactly(first);
        assertThat(reassembly.add(titled(false, 0, 1, "bb"), 1_100).cause())
                .isEqualTo(ReturnCause.ERROR_IN_MESSAGE_TRANSPORT);
        assertThat(data(reassembly.add(titled(false, 0, 2, "bb"), 1_100))).isEqualTo("aabb");
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.sms.EightBitText.Unmappable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartJoinerTest {

    private final PartJoiner joiner = new PartJoiner();

    private static ShortMessage message(int number, byte[] tpdu) throws MalformedTpduException {
        return new ShortMessage(
                "ID" + (9 - number),
                Address.international("447700900001"),
                "447785016005",
                Instant.ofEpochSecond(number),
                new SmsDeliverDecoder().decode(tpdu));
    }

    /** Octets cut every {@code size}, wherever that is. */
    private static List<ShortMessage> parts(int dataCodingScheme, byte[] octets, int size)
            throws MalformedTpduException {
        List<ShortMessage> parts = new ArrayList<>();
        int total = (octets.length + size - 1) / size;
        for (int number = 1; number <= total; number++) {
            byte[] piece = Arrays.copyOfRange(octets, (number - 1) * size, Math.min(octets.length, number * size));
            parts.add(message(
                    number,
                    SmsDeliverTpdu.from("447700900123")
                            .part(7, number, total)
                            .octets(dataCodingScheme, piece)
                            .encode()));
        }
        return parts;
    }

    private static List<List<ShortMessage>> permutations(List<ShortMessage> parts) {
        if (parts.isEmpty()) {
            return List.of(List.of());
        }
        List<List<ShortMessage>> all = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            List<ShortMessage> others = new ArrayList<>(parts);
            ShortMessage first = others.remove(i);
            permutations(others).forEach(rest -> {
                List<ShortMessage> permutation = new ArrayList<>(List.of(first));
                permutation.addAll(rest);
                all.add(permutation);
            });
        }
        return all;
    }

    @Test
    void fivePartsOfEmojiAreTheSameMessageInEachOfTheir120Orders() throws Exception {
        String text = "🚀🎉👩‍👩‍👧‍👦🏳️‍🌈".repeat(4);
        byte[] octets = text.getBytes(StandardCharsets.UTF_16BE);
        List<ShortMessage> parts = parts(8, octets, (octets.length / 5 + 1) | 1); // odd: even code units are cut
        assertThat(parts).hasSize(5);
        List<List<ShortMessage>> permutations = permutations(parts);
        assertThat(permutations).hasSize(120);
        for (List<ShortMessage> permutation : permutations) {
            ShortMessage joined = joiner.join(permutation, EightBitText.BINARY);
            assertThat(joined.text()).isEqualTo(text);
            assertThat(joined.userData()).isEqualTo(octets);
            assertThat(joined.id()).isEqualTo("ID4");
            assertThat(joined.receivedAt()).isEqualTo(Instant.ofEpochSecond(5));
            assertThat(joined.joined()).contains(new JoinedParts(7, false, 5, List.of()));
            assertThat(joined.concatenation()).isEmpty();
        }
    }

    @Test
    void septetsAreJoinedBeforeTheyAreReadAndPackedBehindOneHeader() throws Exception {
        List<ShortMessage> parts = List.of(
                message(
                        1,
                        SmsDeliverTpdu.from("447700900123")
                                .part(7, 1, 2)
                                .gsm7("Price: ")
                                .encode()),
                message(
                        2,
                        SmsDeliverTpdu.from("447700900123")
                                .part(7, 2, 2)
                                .gsm7("{5€}")
                                .encode()));
        ShortMessage joined = joiner.join(parts, EightBitText.BINARY);
        assertThat(joined.text()).isEqualTo("Price: {5€}");
        assertThat(joined.userData())
                .isEqualTo(new SmsDeliverDecoder()
                        .decode(SmsDeliverTpdu.from("447700900123")
                                .gsm7("Price: {5€}")
                                .encode())
                        .userData());
    }

    @Test
    void utf8CutWithinACharacterIsReadOnceItIsJoined() throws Exception {
        byte[] octets = "naïve 🚀".getBytes(StandardCharsets.UTF_8);
        EightBitText utf8 = new EightBitText(Optional.of(EightBitCharset.of("UTF-8")), Unmappable.FAIL);
        ShortMessage joined = joiner.join(parts(4, octets, 3), utf8);
        assertThat(joined.text()).isEqualTo("naïve 🚀");
        assertThat(joined.hasText()).isTrue();
        assertThat(joined.deliver().payload()).isEqualTo(octets);
    }

    @Test
    void missingPartsAreNamedAndMarkedInTheText() throws Exception {
        List<ShortMessage> parts = new ArrayList<>(parts(8, "AABBCCDDEE".getBytes(StandardCharsets.UTF_16BE), 4));
        parts.remove(4);
        parts.remove(2);
        parts.remove(1);
        Collections.reverse(parts);
        ShortMessage joined = joiner.join(parts, EightBitText.BINARY);
        assertThat(joined.text()).isEqualTo("AA[...]DD[...]");
        assertThat(joined.joined().orElseThrow().missing()).containsExactly(2, 3, 5);
        parts.remove(1);
        assertThat(joiner.join(parts, EightBitText.BINARY).text()).isEqualTo("[...]DD[...]");
    }

    @Test
    void binaryPartsHaveNoTextEvenWhenSomeAreMissing() throws Exception {
        List<ShortMessage> parts = new ArrayList<>(parts(4, new byte[] {1, 2, 3, 4, 5, 6}, 2));
        parts.remove(1);
        ShortMessage joined = joiner.join(parts, EightBitText.BINARY);
        assertThat(joined.text()).isEmpty();
        assertThat(joined.hasText()).isFalse();
        assertThat(joined.userData()).containsExactly(1, 2, 5, 6);
    }

    @Test
    void portsStayInTheHeaderAndTheConcatenationGoes() throws Exception {
        byte[] ports = {5, 4, 0x15, (byte) 0x81, 0, 0};
        byte[] first = {0, 3, 9, 2, 1, 5, 4, 0x15, (byte) 0x81, 0, 0};
        byte[] second = {0, 3, 9, 2, 2, 5, 4, 0x15, (byte) 0x81, 0, 0};
        ShortMessage joined = joiner.join(
                List.of(
                        message(
                                1,
                                SmsDeliverTpdu.from("447700900123")
                                        .userDataHeader(first)
                                        .binary((byte) 1)
                                        .encode()),
                        message(
                                2,
                                SmsDeliverTpdu.from("447700900123")
                                        .userDataHeader(second)
                                        .binary((byte) 2)
                                        .encode())),
                EightBitText.BINARY);
        assertThat(joined.deliver().userDataHeader().applicationPorts())
                .contains(new ApplicationPorts(0x1581, 0, true));
        assertThat(joined.userData()).startsWith(ports.length).endsWith(1, 2).hasSize(9);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.component.store.StoredMessage.Form;
import io.vmnhub.exchange.SmsConstants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredFormTest {

    private static final StoredMessage MESSAGE = new StoredMessage(
            Form.OCTETS,
            new byte[] {0, 1, (byte) 0xff},
            Map.of(
                    "text",
                    "Grüße",
                    "emoji",
                    "\uD83D\uDE00",
                    "half a pair",
                    "a\uD83D",
                    "long",
                    "x".repeat(100_000),
                    "number",
                    7,
                    "large",
                    1L << 40,
                    "share",
                    0.5,
                    "yes",
                    true,
                    "no",
                    false),
            Instant.parse("2026-11-22T12:00:00.123Z"));

    @Test
    void whatIsWrittenIsRead() throws IOException {
        StoredMessage read = StoredForm.message(StoredForm.octets(MESSAGE));
        assertThat(read.form()).isEqualTo(MESSAGE.form());
        assertThat(read.body()).isEqualTo(MESSAGE.body());
        assertThat(read.headers()).isEqualTo(MESSAGE.headers());
        assertThat(read.storedAt()).isEqualTo(MESSAGE.storedAt());
    }

    @Test
    void whatIsCutIsToldAndNotRead() {
        byte[] octets = StoredForm.octets(MESSAGE);
        for (int length : new int[] {0, 1, 5, 20, octets.length / 2, octets.length - 1}) {
            assertThatThrownBy(() -> StoredForm.message(Arrays.copyOf(octets, length)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void anotherVersionIsTold() {
        byte[] octets = StoredForm.octets(MESSAGE);
        octets[0] = 9;
        assertThatThrownBy(() -> StoredForm.message(octets))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 9");
    }

    @ParameterizedTest
    @CsvSource({"0, JSON", "1, TEXT", "2, OCTETS", "3, SHORT_MESSAGE"})
    void theFormsOfMessagesStoredEarlierKeepTheirCodes(int code, Form form) throws IOException {
        byte[] octets = StoredForm.octets(new StoredMessage(form, new byte[0], Map.of(), Instant.EPOCH));
        assertThat(octets[1]).isEqualTo((byte) code);
        assertThat(StoredForm.message(octets).form()).isEqualTo(form);
        octets[1] = 4;
        assertThatThrownBy(() -> StoredForm.message(octets))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unknown form 4");
    }

    @Test
    void theHubsOwnNamesTakeTwoOctetsAndKeepTheirCodes() throws IOException {
        StoredMessage message =
                new StoredMessage(Form.TEXT, new byte[0], Map.of(SmsConstants.IDENTITY, true), Instant.EPOCH);
        byte[] octets = StoredForm.octets(message);
        assertThat(HexFormat.of().formatHex(octets))
                .isEqualTo("0201" + "0000000000000000" + "00000001" + "0001" + "54" + "00000000");
        assertThat(StoredForm.message(octets).headers()).isEqualTo(message.headers());
        octets[15] = (byte) 0xff;
        assertThatThrownBy(() -> StoredForm.message(octets))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unknown code 255");
    }

    /** As a hub of version 1 wrote it: every name as a text. */
    @Test
    void theFirstVersionIsRead() throws IOException {
        byte[] octets = HexFormat.of()
                .parseHex("0101" + "0000000000000000" + "00000001" + "01" + "00000001" + "6e" + "4900000007"
                        + "00000002" + "4869");
        StoredMessage read = StoredForm.message(octets);
        assertThat(read.headers()).isEqualTo(Map.of("n", 7));
        assertThat(read.body()).isEqualTo("Hi".getBytes(StandardCharsets.UTF_8));
    }
}

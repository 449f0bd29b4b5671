// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Facts in octets, as files and the nodes of a farm have them since version 0.1.0. */
class FactFormTest {

    private static final HexFormat HEX = HexFormat.of();

    private static <V> void assertForm(FactForm<V> form, V fact, String octets) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        form.write(new DataOutputStream(out), fact);
        assertThat(HEX.formatHex(out.toByteArray())).isEqualTo(octets);
        assertThat(form.read(in(octets))).isEqualTo(fact);
        assertThat(form.read(in(octets + "2a")))
                .as("what later versions append")
                .isEqualTo(fact);
    }

    private static DataInputStream in(String octets) {
        return new DataInputStream(new ByteArrayInputStream(HEX.parseHex(octets)));
    }

    @Test
    void combinationsOfGrayListingStayAsTheyAre() throws IOException {
        assertForm(FactForm.TRIPLE, new GrayList.Triple(true, 1_700_000_000_000L), "010000018bcfe56800");
    }

    @Test
    void queriesStayAsTheyAre() throws IOException {
        assertForm(
                FactForm.QUERY,
                new Queries.Query("4477", false, 1_700_000_000_000L),
                "000434343737" + "00" + "0000018bcfe56800");
    }
}

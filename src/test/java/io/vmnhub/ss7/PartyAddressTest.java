// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restcomm.protocols.ss7.sccp.SccpProtocolVersion;
import org.restcomm.protocols.ss7.sccp.impl.parameter.ParameterFactoryImpl;
import org.restcomm.protocols.ss7.sccp.impl.parameter.SccpAddressImpl;

class PartyAddressTest {

    /** What routing looks at must be what jSS7 reads of the same octets. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1206001204447700090010",
                "1208001104447700090000",
                "120800120404",
                "1208071206034477",
                "0e0609447700",
                "0e060944770000",
                "0a068444770000",
                "0a060444770000",
                "0e06071144" + "77",
                "13010806001204447700090010",
                "4208"
            })
    void aTitleIsReadAsJss7ReadsIt(String hex) throws Exception {
        byte[] octets = HexFormat.of().parseHex(hex);
        SccpAddressImpl theirs = new SccpAddressImpl();
        theirs.decode(new java.io.ByteArrayInputStream(octets), new ParameterFactoryImpl(), SccpProtocolVersion.ITU);
        assertThat(PartyAddress.of(octets).title()).isEqualTo(SccpTranslation.title(theirs));
        assertThat(PartyAddress.of(octets).pointCode())
                .isEqualTo(theirs.getAddressIndicator().isPCPresent() ? theirs.getSignalingPointCode() : -1);
    }

    @ParameterizedTest
    @CsvSource({
        "4208, true, 8",
        "43000108, true, 8",
        "42, true, 0",
        "'', false, 0",
        "02, false, 0",
        "1208, false, 8",
        "120800, false, 8",
        "2a08001204, false, 8",
        "0208, false, 8"
    })
    void whatBreaksOffHasNoTitle(String hex, boolean onSubsystem, int subsystem) {
        PartyAddress address = PartyAddress.of(HexFormat.of().parseHex(hex));
        assertThat(address.routedOnSubsystem()).isEqualTo(onSubsystem);
        assertThat(address.subsystem()).isEqualTo(subsystem);
        assertThat(address.titled()).isFalse();
    }

    @Test
    void aPointCodeHasFourteenBits() {
        assertThat(PartyAddress.of(HexFormat.of().parseHex("43feff08")).pointCode())
                .isEqualTo(0x3ffe);
    }
}

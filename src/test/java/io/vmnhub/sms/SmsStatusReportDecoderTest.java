// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.sms.StatusReport.Outcome;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsStatusReportDecoderTest {

    /**
     * TP-MMS set (no more messages), TP-MR 0x2A, TP-RA +447700900123, sent 2026-11-22 12:00:00+01:00, discharged
     * 12:00:07, TP-ST 0.
     */
    private static final String REPORT = "06 2a 0c 91 447700091032 62112221000040 62112221007040 00";

    private final SmsStatusReportDecoder decoder = new SmsStatusReportDecoder();

    private static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private SmsStatusReport decode(String hex) throws MalformedTpduException {
        return decoder.decode(octets(hex));
    }

    @Test
    void aReportSaysWhichMessageCameToWhomAndWhen() throws Exception {
        SmsStatusReport report = decode(REPORT);
        assertThat(report.report().messageReference()).isEqualTo(0x2a);
        assertThat(report.report().status()).isZero();
        assertThat(report.report().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(report.report().ofCommand()).isFalse();
        assertThat(report.report().dischargeTime()).contains(OffsetDateTime.parse("2026-11-22T12:00:07+01:00"));
        assertThat(report.content().originatingAddress()).isEqualTo(Address.international("447700900123"));
        assertThat(report.content().serviceCentreTimestamp())
                .contains(OffsetDateTime.parse("2026-11-22T12:00:00+01:00"));
        assertThat(report.content().text()).isEmpty();
        assertThat(report.content().moreMessagesToSend()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "00, COMPLETED",
        "02, COMPLETED",
        "1f, COMPLETED",
        "20, TRYING",
        "3f, TRYING",
        "40, PERMANENT_ERROR",
        "5f, PERMANENT_ERROR",
        "60, TEMPORARY_ERROR",
        "7f, TEMPORARY_ERROR",
        "80, RESERVED",
        "ff, RESERVED"
    })
    void theStatusTellsHowItStands(String status, Outcome outcome) throws Exception {
        assertThat(decode(REPORT.substring(0, REPORT.length() - 2) + status)
                        .report()
                        .outcome())
                .isEqualTo(outcome);
    }

    @Test
    void optionalFieldsAreThereAsTheIndicatorSays() throws Exception {
        SmsStatusReport all = decode(REPORT + "07 41 08 04 00410042");
        assertThat(all.content().protocolIdentifier()).isEqualTo(0x41);
        assertThat(all.content().dataCodingScheme()).isEqualTo(DataCodingScheme.UCS2);
        assertThat(all.content().text()).isEqualTo("AB");
        assertThat(decode(REPORT + "00").content().text()).isEmpty();
        assertThat(decode(REPORT + "01 41").content().protocolIdentifier()).isEqualTo(0x41);
        assertThat(decode(REPORT + "04 05 e8329bfd06").content().text()).isEqualTo("hello");
        assertThat(decode(REPORT + "81 00 41").content().protocolIdentifier())
                .as("an extended indicator")
                .isEqualTo(0x41);
        assertThat(decode("46" + REPORT.substring(2) + "06 04 05 03 70 01 00 ff")
                        .content()
                        .userDataHeader()
                        .elements())
                .hasSize(1);
    }

    @Test
    void flagsAreRead() throws Exception {
        SmsStatusReport report = decode("2a" + REPORT.substring(2));
        assertThat(report.report().ofCommand()).isTrue();
        assertThat(report.content().loopPrevention()).isTrue();
        assertThat(report.content().moreMessagesToSend()).isTrue();
    }

    @Test
    void aTimeThatIsNoneIsLeftOut() throws Exception {
        assertThat(decode("06 2a 0c 91 447700091032 62112221000040 ffffffffffffff 00")
                        .report()
                        .dischargeTime())
                .isEmpty();
    }

    @Test
    void whatIsCutOrIsNoReportIsMalformed() {
        byte[] whole = octets(REPORT + "07 41 08 04 00410042");
        int mandatory = octets(REPORT).length;
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if (length != mandatory) {
                assertThatThrownBy(() -> decoder.decode(cut))
                        .as("%d octets", length)
                        .isInstanceOf(MalformedTpduException.class);
            }
        }
        assertThatThrownBy(() -> decode("04" + REPORT.substring(2)))
                .hasMessageContaining("TP-MTI")
                .hasMessageContaining("2");
        assertThatThrownBy(() -> decoder.decode(null)).isInstanceOf(MalformedTpduException.class);
    }

    @Test
    void noOctetsMakeItFailInAnotherWay() {
        Random random = new Random(14);
        byte[] whole = octets("46" + REPORT.substring(2) + "07 41 00 0a 0305000301020041424344");
        for (int i = 0; i < 200_000; i++) {
            byte[] changed = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int n = 0; n < 3 && changed.length > 1; n++) {
                changed[1 + random.nextInt(changed.length - 1)] = (byte) random.nextInt();
            }
            try {
                decoder.decode(changed);
            } catch (MalformedTpduException expected) {
                assertThat(expected).hasMessageContaining("offset");
            }
        }
    }

    @Test
    void onlyTheMessageTypeTellsAReport() {
        assertThat(SmsStatusReportDecoder.isStatusReport(octets(REPORT))).isTrue();
        assertThat(SmsStatusReportDecoder.isStatusReport(octets("04"))).isFalse();
        assertThat(SmsStatusReportDecoder.isStatusReport(octets("07"))).isFalse();
        assertThat(SmsStatusReportDecoder.isStatusReport(new byte[0])).isFalse();
    }
}

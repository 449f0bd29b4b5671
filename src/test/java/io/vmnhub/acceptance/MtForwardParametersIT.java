// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Dialogue;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.peer.wire.Tlv;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an SMSC says in mt-ForwardSM beside the message reaches the route. */
class MtForwardParametersIT {

    private static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void theParametersOfLaterVersionsAreHeaders(@TempDir Path folder) throws Exception {
        try (ScreeningScene hub = new ScreeningScene(folder)) {
            Dialogue dialogue = hub.smsc().mtDialogue(3);
            CompletableFuture<Answer> answer = dialogue.invoke(
                    Operation.forwardSm(3),
                    Arguments.forwardSm(
                            Arguments.imsi("234150000000001"),
                            Arguments.serviceCentreAddressOa("447700000100"),
                            SmsDeliverTpdu.from("447911123456").gsm7("Hello").encode(),
                            false,
                            Tlv.integer(0x02, 60),
                            new Tlv(0x04, octets("eb38a6e0")),
                            Tlv.empty(0x80),
                            Tlv.of(
                                    0xa1,
                                    new Tlv(0x80, octets("324105")),
                                    new Tlv(0x81, "sip:a@example.com".getBytes(StandardCharsets.US_ASCII))),
                            new Tlv(0x82, octets("eb3956d0")),
                            new Tlv(0x83, octets("91447700001000"))));
            dialogue.send();
            assertThat(answer.join().isResult()).isTrue();
            assertThat(hub.received())
                    .singleElement()
                    .satisfies(headers -> assertThat(headers)
                            .containsEntry("CamelSs7MapSmDeliveryTimer", 60)
                            .containsEntry(
                                    "CamelSs7MapSmDeliveryStartTime",
                                    Instant.ofEpochSecond(0xeb38a6e0L - 2_208_988_800L))
                            .containsEntry(
                                    "CamelSs7MapMaximumRetransmissionTime",
                                    Instant.ofEpochSecond(0xeb3956d0L - 2_208_988_800L))
                            .containsEntry("CamelSs7MapSmsOverIpOnly", true)
                            .containsEntry("CamelSs7MapCorrelationHlrId", "231450")
                            .containsEntry("CamelSs7MapCorrelationSipUriA", "sip:a@example.com")
                            .doesNotContainKey("CamelSs7MapCorrelationSipUriB")
                            .containsEntry("CamelSs7MapSmsGmscAddress", "447700000100"));
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.peer.map.MapError;
import io.vmnhub.peer.sms.StatusReportTpdu;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Status reports go through the shipped inbound route as what they are. */
class StatusReportsIT {

    private static final String SMSC = "447700000100";

    @TempDir
    private static Path folder;

    private static ScreeningScene hub;

    @BeforeAll
    static void start() throws Exception {
        hub = new ScreeningScene(folder, Map.of("config/applications.yaml", """
            applications:
              demo: {messages: {longMessages: whole, charset: UTF-8}}
            """));
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @BeforeEach
    void forget() {
        hub.received().clear();
    }

    @Test
    void aStatusReportReachesItsApplicationAndIsAcknowledgedWhenTheRouteEndsWell() {
        for (int version = 1; version <= 3; version++) {
            assertThat(hub.message(version, SMSC, SMSC, StatusReportTpdu.of(version, "447911123456", 0))
                            .join()
                            .isResult())
                    .isTrue();
        }
        assertThat(hub.received()).hasSize(3).first().satisfies(headers -> {
            assertThat(headers)
                    .containsEntry("CamelSmsKind", "status-report")
                    .containsEntry("CamelSmsStatus", 0)
                    .containsEntry("CamelSmsStatusOutcome", "completed")
                    .containsEntry("CamelSmsMessageReference", 1)
                    .containsEntry("CamelSmsOriginatingAddress", "447911123456")
                    .containsEntry("CamelSmsDestinationAddress", ScreeningScene.VMN)
                    .containsEntry("CamelSmsDischargeTime", OffsetDateTime.parse("2026-11-22T12:00:07+01:00"))
                    .containsEntry("CamelSmsText", "");
        });
    }

    @Test
    void aRepeatedReportIsAcknowledgedAndNotDeliveredTwiceAndTheNextOneOfTheMessageIs() {
        byte[] trying = StatusReportTpdu.of(40, "447911123456", 0x30);
        assertThat(hub.message(3, SMSC, SMSC, trying).join().isResult()).isTrue();
        assertThat(hub.message(3, SMSC, SMSC, trying).join().isResult()).isTrue();
        assertThat(hub.message(3, SMSC, SMSC, StatusReportTpdu.of(40, "447911123456", 0))
                        .join()
                        .isResult())
                .isTrue();
        assertThat(hub.received())
                .extracting(headers -> headers.get("CamelSmsStatusOutcome"))
                .containsExactly("trying", "completed");
    }

    @Test
    void aReportThatIsCutIsRefusedAsMalformed() {
        byte[] cut = Arrays.copyOf(StatusReportTpdu.of(41, "447911123456", 0), 20);
        assertThat(hub.message(3, SMSC, SMSC, cut).join().error().code()).isEqualTo(MapError.SM_DELIVERY_FAILURE);
        assertThat(hub.received()).isEmpty();
    }

    @Test
    void anOrdinaryMessageSaysThatItIsOne() {
        assertThat(hub.message(3, SMSC, "an ordinary message").isResult()).isTrue();
        assertThat(hub.received())
                .singleElement()
                .satisfies(headers -> assertThat(headers)
                        .containsEntry("CamelSmsKind", "deliver")
                        .doesNotContainKeys(
                                "CamelSmsStatus",
                                "CamelSmsStatusOutcome",
                                "CamelSmsMessageReference",
                                "CamelSmsDischargeTime"));
    }
}

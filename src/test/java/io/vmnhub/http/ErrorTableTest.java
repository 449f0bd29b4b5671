// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTableTest {

    @Test
    void aStatusThatIsNamedHasItsError() {
        ErrorTable errors = ErrorTable.ofStatuses(
                "webhook: errors", " 404=unknownSubscriber  413=sm-DeliveryFailure/memoryCapacityExceeded");
        assertThat(errors.of(404, "why")).hasValueSatisfying(error -> {
            assertThat(error.error()).hasToString("unknownSubscriber");
            assertThat(error.reason()).isEqualTo("why");
        });
        assertThat(errors.of(413, "why").orElseThrow().error())
                .hasToString("sm-DeliveryFailure(memoryCapacityExceeded)");
        assertThat(errors.of(500, "why")).isEmpty();
    }

    @Test
    void anErrorWithoutACauseIsTheUsualOne() {
        assertThat(ErrorTable.ofStatuses("webhook: errors", "400=sm-DeliveryFailure")
                        .of(400, "why")
                        .orElseThrow()
                        .error())
                .hasToString("sm-DeliveryFailure(equipmentProtocolError)");
    }

    @Test
    void aWrongErrorIsToldTheRightOnes() {
        assertThatThrownBy(() -> ErrorTable.ofStatuses("webhook: errors", "404=busy"))
                .hasMessage("webhook: errors holds '404=busy'; it must be status=error, the error "
                        + "one of absentSubscriberSM, callBarred, dataMissing, facilityNotSupported, "
                        + "illegalEquipment, illegalSubscriber, "
                        + "sm-DeliveryFailure, subscriberBusyForMT-SMS, systemFailure, "
                        + "teleserviceNotProvisioned, unexpectedDataValue, "
                        + "unidentifiedSubscriber, unknownSubscriber");
        assertThatThrownBy(() -> ErrorTable.ofStatuses("webhook: errors", "404=sm-DeliveryFailure/full"))
                .hasMessage("webhook: errors holds "
                        + "'404=sm-DeliveryFailure/full'; only sm-DeliveryFailure has a cause, one of "
                        + "equipmentNotSM-Equipped, equipmentProtocolError, "
                        + "memoryCapacityExceeded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "404",
                "404=",
                "404=noSuchError",
                "200=unknownSubscriber",
                "404=unknownSubscriber/memoryCapacityExceeded",
                "413=sm-DeliveryFailure/full",
                "404=messageWaitingListFull",
                "404=absentSubscriber"
            })
    void whatIsNoEntryIsRefused(String text) {
        assertThatThrownBy(() -> ErrorTable.ofStatuses("webhook: errors", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}

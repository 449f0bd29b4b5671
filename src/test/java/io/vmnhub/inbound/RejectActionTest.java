// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.contract.ConnectorHub;
import org.apache.camel.Exchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exception is looked at by its name: this room knows nothing of MAP. */
class RejectActionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?error=unknownSubscriber",
                "?error=unidentifiedSubscriber",
                "?error=absentSubscriberSM",
                "?error=illegalSubscriber",
                "?error=teleserviceNotProvisioned",
                "?error=illegalEquipment",
                "?error=callBarred",
                "?error=facilityNotSupported",
                "?error=subscriberBusyForMT-SMS",
                "?error=sm-DeliveryFailure",
                "?error=systemFailure",
                "?error=dataMissing",
                "?error=unexpectedDataValue",
                "?error=sm-DeliveryFailure&cause=memoryCapacityExceeded",
                "?error=sm-DeliveryFailure&cause=equipmentProtocolError",
                "?error=sm-DeliveryFailure&cause=equipmentNotSM-Equipped",
                "?reason=on the block list"
            })
    void everyErrorOfTheSchemaEndsTheMessageWithAMapError(String properties) throws Exception {
        try (ConnectorHub hub =
                new ConnectorHub().routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to: kamelet:reject-action%s
                        - to: kamelet:webhook-sink?allowPrivateTargets=true&url=http://127.0.0.1:1/never
                """.formatted(properties)).start()) {
            Exchange exchange = hub.sendAndWait("direct:acme");
            assertThat(exchange.getException()).isNotNull();
            assertThat(exchange.getException().getClass().getSimpleName()).isEqualTo("MapUserErrorException");
            if (properties.contains("reason")) {
                assertThat(exchange.getException()).hasMessageContaining("on the block list");
            }
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The MAP operations the hub takes part in, by their names in TS 29.002. */
public enum MapOperation {
    /** Code 45: asks the HLR where a subscriber's short messages go. */
    SEND_ROUTING_INFO_FOR_SM("sendRoutingInfoForSM"),
    /** Code 44 (version 3), and forwardSM, code 46, of versions 1 and 2 where it is mobile terminated. */
    MT_FORWARD_SM("mt-forwardSM"),
    /** Code 47: tells the HLR how a delivery ended. */
    REPORT_SM_DELIVERY_STATUS("reportSM-DeliveryStatus"),
    /** Codes 64 and 49: tells a service centre that a subscriber can be reached again. */
    ALERT_SERVICE_CENTRE("alertServiceCentre");

    private final String operationName;

    MapOperation(String operationName) {
        this.operationName = operationName;
    }

    /** The name in TS 29.002, which is also its name in endpoint URIs and metrics. */
    public String operationName() {
        return operationName;
    }

    public static Optional<MapOperation> named(String name) {
        return Arrays.stream(values())
                .filter(operation -> operation.operationName.equals(name))
                .findFirst();
    }

    /** All names, for error messages. */
    public static String names() {
        return Arrays.stream(values()).map(MapOperation::operationName).collect(Collectors.joining(", "));
    }
}

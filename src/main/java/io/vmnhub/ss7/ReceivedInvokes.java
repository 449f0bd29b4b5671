// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.util.List;
import java.util.Map;

/**
 * What the TCAP side saw in a message before MAP decodes it.
 *
 * @param invokeIds of its invokes
 * @param parameters those of each mt-ForwardSM that has any, by invoke id
 * @param routing those of each sendRoutingInfoForSM, by invoke id
 */
record ReceivedInvokes(
        List<Long> invokeIds, Map<Long, DeliveryParameters> parameters, Map<Long, RoutingParameters> routing) {

    static final ReceivedInvokes NONE = new ReceivedInvokes(List.of(), Map.of(), Map.of());
}

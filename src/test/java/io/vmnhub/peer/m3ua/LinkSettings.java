// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.m3ua;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How one side speaks M3UA.
 *
 * @param role the peer's own part
 * @param routingContext sent in ASPAC, ASPIA and DATA, and expected of the hub
 * @param networkAppearance sent in DATA
 * @param trafficMode 1 override, 2 loadshare, 3 broadcast
 * @param aspIdentifier sent in ASPUP
 */
public record LinkSettings(
        Role role,
        OptionalLong routingContext,
        OptionalLong networkAppearance,
        OptionalInt trafficMode,
        OptionalLong aspIdentifier) {

    /** Parts of RFC 4666: the client of a gateway, the gateway, or one of two peers with single or double exchange. */
    public enum Role {
        ASP,
        SGP,
        IPSP_CLIENT,
        IPSP_SERVER,
        IPSP_DOUBLE;

        /** Whether this part asks to be activated. */
        public boolean asks() {
            return this == ASP || this == IPSP_CLIENT || this == IPSP_DOUBLE;
        }

        /** Whether this part is asked. */
        public boolean answers() {
            return this != ASP && this != IPSP_CLIENT;
        }
    }

    List<M3uaMessage.Parameter> forAspUp() {
        List<M3uaMessage.Parameter> parameters = new ArrayList<>();
        aspIdentifier.ifPresent(id -> parameters.add(M3uaMessage.Parameter.u32(M3uaMessage.ASP_IDENTIFIER, id)));
        return parameters;
    }

    List<M3uaMessage.Parameter> forAspActive() {
        List<M3uaMessage.Parameter> parameters = new ArrayList<>();
        trafficMode.ifPresent(mode -> parameters.add(M3uaMessage.Parameter.u32(M3uaMessage.TRAFFIC_MODE_TYPE, mode)));
        parameters.addAll(context());
        return parameters;
    }

    List<M3uaMessage.Parameter> context() {
        List<M3uaMessage.Parameter> parameters = new ArrayList<>();
        routingContext.ifPresent(
                context -> parameters.add(M3uaMessage.Parameter.u32(M3uaMessage.ROUTING_CONTEXT, context)));
        return parameters;
    }

    /** The DATA message around a routing label and its SCCP PDU, parameters in the order of RFC 4666 clause 3.3.1. */
    public M3uaMessage data(ProtocolData data) {
        List<M3uaMessage.Parameter> parameters = new ArrayList<>();
        networkAppearance.ifPresent(
                value -> parameters.add(M3uaMessage.Parameter.u32(M3uaMessage.NETWORK_APPEARANCE, value)));
        parameters.addAll(context());
        parameters.add(data.parameter());
        return M3uaMessage.of(MessageType.DATA, parameters);
    }
}

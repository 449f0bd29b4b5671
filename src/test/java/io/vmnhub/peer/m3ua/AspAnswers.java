// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.m3ua;

import static io.vmnhub.peer.m3ua.M3uaMessage.*;

import java.util.ArrayList;
import java.util.List;

/** What the asked side answers to ASPSM, ASPTM, BEAT and DAUD messages (RFC 4666 clauses 4.3.4 and 4.6). */
final class AspAnswers {

    private static final long AS_INACTIVE = 0x0001_0002L;
    private static final long AS_ACTIVE = 0x0001_0003L;
    private static final long UNSUPPORTED_TRAFFIC_MODE = 0x05;
    private static final long UNEXPECTED_MESSAGE = 0x06;
    private static final long INVALID_ROUTING_CONTEXT = 0x19;

    private AspAnswers() {}

    static List<M3uaMessage> to(M3uaMessage message, LinkSettings settings) {
        if (message.is(MessageType.BEAT)) {
            return List.of(M3uaMessage.of(MessageType.BEAT_ACK, message.parameters()));
        }
        boolean request = message.is(MessageType.ASPUP)
                || message.is(MessageType.ASPDN)
                || message.is(MessageType.ASPAC)
                || message.is(MessageType.ASPIA);
        if (request && !settings.role().answers()) {
            return List.of(error(UNEXPECTED_MESSAGE));
        }
        if (message.is(MessageType.ASPUP)) {
            return withNotify(settings, AS_INACTIVE, M3uaMessage.of(MessageType.ASPUP_ACK));
        }
        if (message.is(MessageType.ASPDN)) {
            return List.of(M3uaMessage.of(MessageType.ASPDN_ACK));
        }
        if (message.is(MessageType.ASPAC)) {
            return active(message, settings);
        }
        if (message.is(MessageType.ASPIA)) {
            return withNotify(settings, AS_INACTIVE, M3uaMessage.of(MessageType.ASPIA_ACK, contextOf(message)));
        }
        if (message.is(MessageType.DAUD) && settings.role() == LinkSettings.Role.SGP) {
            return List.of(M3uaMessage.of(MessageType.DAVA, message.parameters()));
        }
        return List.of();
    }

    private static List<M3uaMessage> active(M3uaMessage message, LinkSettings settings) {
        boolean sameContext = message.u32(ROUTING_CONTEXT).isEmpty()
                || message.u32(ROUTING_CONTEXT).equals(settings.routingContext());
        if (!sameContext) {
            return List.of(error(INVALID_ROUTING_CONTEXT));
        }
        if (message.u32(TRAFFIC_MODE_TYPE).isPresent()
                && settings.trafficMode().isPresent()
                && message.u32(TRAFFIC_MODE_TYPE).getAsLong()
                        != settings.trafficMode().getAsInt()) {
            return List.of(error(UNSUPPORTED_TRAFFIC_MODE));
        }
        List<Parameter> parameters = new ArrayList<>();
        message.parameter(TRAFFIC_MODE_TYPE).ifPresent(parameters::add);
        parameters.addAll(contextOf(message));
        return withNotify(settings, AS_ACTIVE, M3uaMessage.of(MessageType.ASPAC_ACK, parameters));
    }

    private static List<Parameter> contextOf(M3uaMessage message) {
        return message.parameter(ROUTING_CONTEXT).map(List::of).orElse(List.of());
    }

    private static List<M3uaMessage> withNotify(LinkSettings settings, long status, M3uaMessage answer) {
        if (settings.role() != LinkSettings.Role.SGP) {
            return List.of(answer);
        }
        return List.of(answer, notify(settings, status));
    }

    static M3uaMessage notify(LinkSettings settings, long status) {
        List<Parameter> parameters = new ArrayList<>(List.of(Parameter.u32(STATUS, status)));
        parameters.addAll(settings.context());
        return M3uaMessage.of(MessageType.NTFY, parameters);
    }

    private static M3uaMessage error(long code) {
        return M3uaMessage.of(MessageType.ERR, Parameter.u32(ERROR_CODE, code));
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.m3ua.M3uaMessage.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A peer's application server process as the hub sees it as gateway, or as the equal that is asked (RFC 4666 clauses
 * 4.3.1 and 4.3.4). Not thread-safe.
 */
final class RemoteProcess {

    /** Where answers go, and who is told of the process's states. */
    interface Owner {

        void send(M3uaMessage message);

        /** @param failed whether the association was lost */
        void changed(String server, AspState before, boolean failed, String cause);
    }

    private final Owner owner;
    private final Map<String, Ss7Settings.ApplicationServer> servers = new LinkedHashMap<>();
    private final Map<String, AspState> states = new LinkedHashMap<>();
    private final Set<String> withdrawn = new LinkedHashSet<>();
    private boolean isUp;
    private OptionalLong aspIdentifier = OptionalLong.empty();

    RemoteProcess(Owner owner) {
        this.owner = owner;
    }

    void add(Ss7Settings.ApplicationServer server) {
        servers.put(server.name(), server);
        states.put(server.name(), AspState.DOWN);
        if (isUp) {
            become(server.name(), AspState.INACTIVE, false, "configured");
        }
    }

    void remove(String server) {
        withdrawn.remove(server);
        Ss7Settings.ApplicationServer removed = servers.remove(server);
        if (states.remove(server) == AspState.ACTIVE) {
            owner.send(new M3uaMessage(MessageType.ASPIA_ACK, context(removed)));
        }
    }

    AspState state(String server) {
        return states.getOrDefault(server, AspState.DOWN);
    }

    OptionalLong aspIdentifier() {
        return aspIdentifier;
    }

    boolean isUp() {
        return isUp;
    }

    void linkDown(String cause) {
        withdrawn.clear();
        isUp = false;
        allBecome(AspState.DOWN, true, cause);
        aspIdentifier = OptionalLong.empty();
    }

    /** Another process has taken over. */
    void override(String server) {
        states.put(server, AspState.INACTIVE);
    }

    /** Whether it may send: also what it had sent before it was taken out of service. */
    boolean receives(String server) {
        return state(server) == AspState.ACTIVE || withdrawn.contains(server);
    }

    /** Before it is taken out of service: nothing more is sent to it, and what comes is still taken. */
    void withdraw(String cause) {
        for (String server : List.copyOf(servers.keySet())) {
            if (state(server) == AspState.ACTIVE) {
                withdrawn.add(server);
                become(server, AspState.INACTIVE, false, cause);
            }
        }
    }

    /** The first half of taking it out of service: it is to send no more. */
    void deactivate() {
        withdrawn.forEach(server -> owner.send(new M3uaMessage(MessageType.ASPIA_ACK, context(servers.get(server)))));
    }

    /** The second half. */
    void takeDown(String cause) {
        withdrawn.clear();
        if (isUp) {
            owner.send(M3uaMessage.of(MessageType.ASPDN_ACK));
            isUp = false;
            allBecome(AspState.DOWN, false, cause);
        }
    }

    void received(M3uaMessage message) throws M3uaException {
        switch (message.type()) {
            case ASPUP -> up(message);
            case ASPDN -> down();
            case ASPAC -> active(message);
            case ASPIA -> inactive(message);
            default -> throw new M3uaException(ErrorCode.UNEXPECTED_MESSAGE);
        }
    }

    private void up(M3uaMessage message) throws M3uaException {
        boolean wasActive = states.containsValue(AspState.ACTIVE);
        isUp = true;
        aspIdentifier = message.first(Tag.ASP_IDENTIFIER);
        owner.send(M3uaMessage.of(MessageType.ASPUP_ACK));
        allBecome(AspState.INACTIVE, false, MessageType.ASPUP.toString());
        if (wasActive) { // clause 4.3.4.1
            throw new M3uaException(ErrorCode.UNEXPECTED_MESSAGE);
        }
    }

    private void down() {
        isUp = false;
        owner.send(M3uaMessage.of(MessageType.ASPDN_ACK));
        allBecome(AspState.DOWN, false, MessageType.ASPDN.toString());
    }

    private void active(M3uaMessage message) throws M3uaException {
        requireUp();
        OptionalLong mode = message.first(Tag.TRAFFIC_MODE_TYPE);
        List<Ss7Settings.ApplicationServer> asked = concerned(message);
        for (Ss7Settings.ApplicationServer server : asked) {
            if (mode.isPresent() && mode.getAsLong() != TrafficModes.code(server.trafficMode())) {
                throw new M3uaException(
                        ErrorCode.UNSUPPORTED_TRAFFIC_MODE_TYPE, Parameter.of(Tag.TRAFFIC_MODE_TYPE, mode.getAsLong()));
            }
        }
        acknowledge(MessageType.ASPAC_ACK, message, asked, AspState.ACTIVE);
        refuseUnknown(message);
    }

    private void inactive(M3uaMessage message) throws M3uaException {
        requireUp();
        acknowledge(MessageType.ASPIA_ACK, message, concerned(message), AspState.INACTIVE);
        refuseUnknown(message);
    }

    private void requireUp() throws M3uaException {
        if (!isUp) {
            throw new M3uaException(ErrorCode.UNEXPECTED_MESSAGE);
        }
    }

    private void acknowledge(
            MessageType type, M3uaMessage request, List<Ss7Settings.ApplicationServer> asked, AspState next) {
        if (asked.isEmpty()) {
            return;
        }
        List<Parameter> parameters = new ArrayList<>(2);
        request.parameter(Tag.TRAFFIC_MODE_TYPE).ifPresent(parameters::add);
        if (request.parameter(Tag.ROUTING_CONTEXT).isPresent()) {
            parameters.add(Parameter.of(
                    Tag.ROUTING_CONTEXT,
                    asked.stream()
                            .mapToLong(server -> server.routingContext().orElse(0))
                            .toArray()));
        } else if (asked.stream().allMatch(server -> server.routingContext().isPresent())) {
            parameters.add(Parameter.of(
                    Tag.ROUTING_CONTEXT,
                    asked.stream()
                            .mapToLong(server -> server.routingContext().getAsLong())
                            .toArray()));
        }
        owner.send(new M3uaMessage(type, parameters));
        asked.forEach(
                server -> become(server.name(), next, false, request.type().toString()));
    }

    private List<Ss7Settings.ApplicationServer> concerned(M3uaMessage message) {
        return servers.values().stream()
                .filter(server -> message.concerns(server.routingContext()))
                .toList();
    }

    /** What was asked for routing contexts that the association does not have. */
    private void refuseUnknown(M3uaMessage message) throws M3uaException {
        List<Long> unknown = new ArrayList<>();
        for (long context : message.values(Tag.ROUTING_CONTEXT)) {
            if (servers.values().stream()
                    .noneMatch(server -> server.routingContext().equals(OptionalLong.of(context)))) {
                unknown.add(context);
            }
        }
        if (!unknown.isEmpty()) {
            throw new M3uaException(
                    ErrorCode.INVALID_ROUTING_CONTEXT,
                    Parameter.of(
                            Tag.ROUTING_CONTEXT,
                            unknown.stream().mapToLong(Long::longValue).toArray()));
        }
    }

    private void allBecome(AspState next, boolean failed, String cause) {
        List.copyOf(servers.keySet()).forEach(server -> become(server, next, failed, cause));
    }

    private void become(String server, AspState next, boolean failed, String cause) {
        AspState before = states.put(server, next);
        if (before != next) {
            owner.changed(server, before, failed, cause);
        }
    }

    static List<Parameter> context(Ss7Settings.ApplicationServer server) {
        OptionalLong context = server.routingContext();
        return context.isPresent() ? List.of(Parameter.of(Tag.ROUTING_CONTEXT, context.getAsLong())) : List.of();
    }
}

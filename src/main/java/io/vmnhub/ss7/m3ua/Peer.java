// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.netty.buffer.ByteBuf;
import io.vmnhub.ss7.api.Ss7Events;
import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.Exchange;
import io.vmnhub.ss7.api.Ss7Settings.Role;
import io.vmnhub.ss7.m3ua.Destinations.Availability;
import io.vmnhub.ss7.m3ua.M3uaMessage.Parameter;
import io.vmnhub.ss7.transport.Link;
import io.vmnhub.ss7.transport.LinkListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * M3UA with the peer of one association: its process, ours, and what it says about destinations, each where the role
 * has it.
 */
final class Peer implements LinkListener, LocalProcess.Owner, RemoteProcess.Owner, Destinations.Owner {

    private final String association;
    private final Role role;
    private final Exchange exchange;
    private final Layer layer;
    private final Ss7Events events;
    private final LocalProcess local;
    private final RemoteProcess remote;
    private final Destinations destinations;
    private final DestinationAudit audit;
    private final IncomingData incoming;
    private final ManagementMessages managed;
    private final Map<String, Membership> memberships = new LinkedHashMap<>();
    private Link link;
    private boolean connected;

    /** What the peers of one stack share. */
    interface Layer extends IncomingData.Layer {

        /** Held while any state changes. */
        Object lock();

        Timers timers();

        /** States have changed: the routes are to be computed anew. */
        void statesChanged(String cause);

        void congested(int pointCode, int level);
    }

    Peer(Ss7Settings.Association association, Role role, Exchange exchange, Layer layer) {
        this.association = association.name();
        this.role = role;
        this.exchange = exchange;
        this.layer = layer;
        events = layer.events();
        boolean asks = role == Role.ASP || role == Role.IPSP_CLIENT || exchange == Exchange.DOUBLE;
        boolean asked = role == Role.SGP || role == Role.IPSP_SERVER || exchange == Exchange.DOUBLE;
        local = asks ? new LocalProcess(layer.timers(), this) : null;
        remote = asked ? new RemoteProcess(this) : null;
        destinations = new Destinations(layer.timers(), this);
        audit = new DestinationAudit(this, local, destinations, layer.timers());
        incoming = new IncomingData(association, layer);
        managed = new ManagementMessages(this, role, local, remote, destinations, layer.audit());
    }

    String association() {
        return association;
    }

    void link(Link opened) {
        link = opened;
    }

    Link link() {
        return link;
    }

    /** Whether the association can go on while its application servers change. */
    boolean plays(Role otherRole, Exchange otherExchange) {
        return role == otherRole && exchange == otherExchange;
    }

    Membership join(ApplicationServer server) {
        Membership membership = new Membership(this, server);
        memberships.put(server.name(), membership);
        server.add(membership);
        if (remote != null) {
            remote.add(server.settings());
        }
        if (local != null) {
            local.add(server.settings());
        }
        incoming.memberships(memberships.values());
        return membership;
    }

    void leave(ApplicationServer server) {
        Membership membership = memberships.remove(server.name());
        if (membership == null) {
            return;
        }
        if (local != null) {
            local.remove(server.name());
        }
        if (remote != null) {
            remote.remove(server.name());
        }
        server.remove(membership);
        incoming.memberships(memberships.values());
    }

    boolean isConnected() {
        return connected;
    }

    Map<String, Membership> memberships() {
        return memberships;
    }

    void screen(OriginScreen screen) {
        incoming.screen(screen);
    }

    /** What was said about a destination over this association. */
    Availability availability(int pointCode) {
        return destinations.of(pointCode);
    }

    boolean reaches(int pointCode) {
        return destinations.reaches(pointCode);
    }

    /** The state of the process that decides whether messages may be sent: the lesser one where both ask. */
    AspState state(String server) {
        if (!connected) {
            return AspState.DOWN;
        }
        AspState ours = local == null ? AspState.ACTIVE : sending(server);
        AspState theirs = remote == null ? AspState.ACTIVE : remote.state(server);
        return ours.compareTo(theirs) < 0 ? ours : theirs;
    }

    private AspState sending(String server) {
        AspState state = local.state(server);
        return state == AspState.ACTIVE && !local.sends(server) ? AspState.INACTIVE : state;
    }

    void override(Membership membership) {
        remote.override(membership.server().name());
        events.stateChanged(
                "process of " + membership.server().name() + " over",
                association,
                AspState.INACTIVE.name(),
                "another process has taken over");
        membership.reported(state(membership.server().name()));
        refresh();
        layer.statesChanged("another process has taken over");
    }

    OptionalLong aspIdentifier() {
        return remote == null ? OptionalLong.empty() : remote.aspIdentifier();
    }

    void notify(Ss7Settings.ApplicationServer server, int type, int information, OptionalLong process) {
        if (remote == null || remote.state(server.name()) == AspState.DOWN) {
            return;
        }
        List<Parameter> parameters = new ArrayList<>(3);
        parameters.add(Parameter.of(Tag.STATUS, (long) type << 16 | information));
        process.ifPresent(identifier -> parameters.add(Parameter.of(Tag.ASP_IDENTIFIER, identifier)));
        parameters.addAll(RemoteProcess.context(server));
        send(new M3uaMessage(MessageType.NTFY, parameters));
    }

    // The association

    @Override
    public void up() {
        synchronized (layer.lock()) {
            connected = true;
            if (local != null) {
                local.linkUp();
            }
        }
    }

    @Override
    public void down(String reason) {
        synchronized (layer.lock()) {
            connected = false;
            destinations.forget();
            audit.stop();
            String cause = "association " + association + " is down: " + reason;
            if (remote != null) {
                remote.linkDown(cause);
            }
            if (local != null) {
                local.linkDown(cause);
            }
            layer.statesChanged(cause);
        }
    }

    @Override
    public void message(ByteBuf message, int stream) {
        try {
            MessageType type = MessageType.of(message);
            if (type == MessageType.DATA) {
                incoming.received(message, stream);
            } else {
                synchronized (layer.lock()) {
                    managed.received(M3uaMessage.decode(message));
                }
            }
        } catch (M3uaException e) {
            refused(e, message);
        } finally {
            message.release();
        }
    }

    private void refused(M3uaException reason, ByteBuf message) {
        MessageType type = MessageType.of(message);
        if (type == MessageType.ERR || link == null) {
            return;
        }
        events.refused(association, type + ": " + reason.getMessage());
        send(M3uaMessage.error(reason, message));
    }

    // What the state machines say

    @Override
    public void send(M3uaMessage message) {
        if (link != null) {
            link.send(message.encode());
        }
    }

    @Override
    public void remark(String what) {
        events.remark(association, what);
    }

    @Override
    public void changed(String server, String cause) {
        changed(server, false, cause);
    }

    @Override
    public void changed(String server, AspState before, boolean failed, String cause) {
        changed(server, failed, cause);
    }

    private void changed(String server, boolean failed, String cause) {
        refresh();
        Membership membership = memberships.get(server);
        if (membership == null) {
            return;
        }
        AspState now = membership.state();
        AspState before = membership.reported(now);
        if (now != before) {
            events.stateChanged("process of " + server + " over", association, now.name(), cause);
        }
        if (failed) {
            membership.server().failed(membership, before, cause);
        } else {
            membership.server().changed(membership, before, cause);
        }
        layer.statesChanged(cause);
        if (now == AspState.ACTIVE && before != AspState.ACTIVE && role == Role.ASP) {
            audit.all(membership);
        }
    }

    private void refresh() {
        for (Membership membership : memberships.values()) {
            String server = membership.server().name();
            membership.receives(connected
                    && (local == null || local.receives(server))
                    && (remote == null || remote.receives(server)));
        }
    }

    @Override
    public void changed(int pointCode, Availability now, int congestionLevel) {
        String cause = "said over " + association;
        if (now != Availability.CONGESTED) {
            events.stateChanged("point code " + pointCode + " over", association, now.name(), "the peer said so");
        }
        layer.statesChanged(cause);
        if (now == Availability.CONGESTED) {
            layer.congested(pointCode, congestionLevel);
        }
        if (now != Availability.AVAILABLE && role == Role.ASP) {
            audit.start();
        }
    }

    // Taking the association out of service

    /** Nothing more is sent over the association, which is about to be taken out of service; what comes is taken. */
    void withdraw(String cause) {
        if (local != null) {
            local.withdraw(cause);
        }
        if (remote != null) {
            remote.withdraw(cause);
        }
    }

    /** ASP Inactive, or its unasked acknowledgement: the peer is to send no more. */
    void deactivate() {
        if (local != null) {
            local.leave();
        }
        if (remote != null) {
            remote.deactivate();
        }
    }

    /** Whether nothing that was active is still to be acknowledged. */
    boolean isInactive() {
        return !connected || local == null || !local.anyActive();
    }

    /** ASP Down, or its unasked acknowledgement. */
    void takeDown(String cause) {
        if (local != null) {
            local.leaveDown();
        }
        if (remote != null) {
            remote.takeDown(cause);
        }
    }

    boolean isDown() {
        return !connected || local == null || !local.isUp();
    }

    /** Back in service, once the association opens again. */
    void returns() {
        if (local != null) {
            local.returns();
        }
    }
}

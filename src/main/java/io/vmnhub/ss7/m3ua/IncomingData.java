// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.netty.buffer.ByteBuf;
import io.vmnhub.ss7.api.Ss7Events;
import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.m3ua.M3uaMessage.Parameter;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * DATA that arrives over one association: only what is for the hub's point code in its network (ITU-T Q.704 clauses
 * 14.2 and 15.17.4), and from a point code that can be behind the association, goes to the user part. Everything else
 * goes nowhere; it is counted, and logged once for each pair of point codes.
 */
final class IncomingData {

    private static final int SCCP = 3;
    private static final int POINT_CODE_MASK = 0xffffff;
    /** Pairs of point codes in a network that are remembered as logged; beyond it they are only counted. */
    private static final int MAX_LOGGED = 1_000;

    private final String association;
    private final boolean streamZero;
    private final Layer layer;
    private final Ss7Events events;
    private final DataMessage data = new DataMessage();
    private final Set<Long> logged = ConcurrentHashMap.newKeySet();
    private volatile Membership[] memberships = {};
    private volatile OriginScreen screen;

    /** What the associations of one stack share. */
    interface Layer {

        Ss7Events events();

        int pointCode();

        int networkIndicator();

        AuditAnswer audit();

        void deliver(
                int serviceIndicator,
                int networkIndicator,
                int priority,
                int originatingPointCode,
                int destinationPointCode,
                int signallingLinkSelection,
                byte[] userData);
    }

    IncomingData(Ss7Settings.Association association, Layer layer) {
        this.association = association.name();
        this.layer = layer;
        events = layer.events();
        streamZero = association.protocol() != Ss7Settings.Protocol.SCTP || association.dataOnStreamZero();
        screen = OriginScreen.only(layer.pointCode(), Set.of());
    }

    void memberships(Collection<Membership> now) {
        memberships = now.toArray(Membership[]::new);
    }

    void screen(OriginScreen now) {
        screen = now;
    }

    /** On the thread of the association, with no lock. */
    void received(ByteBuf message, int stream) throws M3uaException {
        if (stream == 0 && !streamZero) {
            throw new M3uaException(ErrorCode.INVALID_STREAM_IDENTIFIER);
        }
        data.read(message);
        Membership membership = membership();
        OptionalLong appearance = membership.settings().networkAppearance();
        if (appearance.isPresent() && data.isOfAnotherNetwork(appearance.getAsLong())) {
            throw new M3uaException(ErrorCode.INVALID_NETWORK_APPEARANCE, data.networkAppearance());
        }
        if (!membership.receives()) {
            if (membership.settings().role() == Ss7Settings.Role.ASP) { // clause 3.8.1: without a word
                refuse("while the process is not active");
                return;
            }
            throw new M3uaException(ErrorCode.UNEXPECTED_MESSAGE);
        }
        if (data.networkIndicator() != layer.networkIndicator()) { // a point code means nothing in another network
            refuse("network indicator " + data.networkIndicator() + " is not the hub's, which is "
                    + layer.networkIndicator());
        } else if (data.destinationPointCode() != layer.pointCode()) {
            refuse("the destination is not the hub's point code " + layer.pointCode());
        } else if (!screen.takes(data.originatingPointCode())) {
            refuse("the originating point code cannot be behind this association");
        } else if (data.serviceIndicator() != SCCP) {
            refuse("service indicator " + data.serviceIndicator() + " is not SCCP's");
        } else {
            layer.deliver(
                    SCCP,
                    data.networkIndicator(),
                    data.messagePriority(),
                    data.originatingPointCode(),
                    data.destinationPointCode(),
                    data.signallingLinkSelection(),
                    data.userData());
        }
    }

    private Membership membership() throws M3uaException {
        Membership[] all = memberships;
        if (!data.hasRoutingContext()) {
            if (all.length == 1) {
                return all[0];
            }
            throw new M3uaException(all.length == 0 ? ErrorCode.NO_CONFIGURED_AS_FOR_ASP : ErrorCode.MISSING_PARAMETER);
        }
        for (Membership membership : all) {
            OptionalLong context = membership.settings().routingContext();
            if (context.isPresent() && context.getAsLong() == data.routingContext()) {
                return membership;
            }
        }
        throw new M3uaException(
                ErrorCode.INVALID_ROUTING_CONTEXT, Parameter.of(Tag.ROUTING_CONTEXT, data.routingContext()));
    }

    private void refuse(String reason) {
        int from = data.originatingPointCode() & POINT_CODE_MASK;
        int to = data.destinationPointCode() & POINT_CODE_MASK;
        boolean first =
                logged.size() < MAX_LOGGED && logged.add((long) data.networkIndicator() << 56 | (long) from << 32 | to);
        events.dataRefused(association, from, to, reason, first);
    }
}

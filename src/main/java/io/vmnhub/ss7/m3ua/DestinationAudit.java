// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.m3ua.M3uaMessage.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Asks the gateway of one association about destinations (RFC 4666 clause 4.5.3): about all of them when a process
 * becomes active, and about those that are not available until they are. Not thread-safe.
 */
final class DestinationAudit {

    /** How often destinations that are not available are asked about. */
    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final Peer peer;
    private final LocalProcess local;
    private final Destinations destinations;
    private final Timers timers;
    private Timers.Timer next;

    /** @param local null where the peer is not a gateway: then nothing is asked */
    DestinationAudit(Peer peer, LocalProcess local, Destinations destinations, Timers timers) {
        this.peer = peer;
        this.local = local;
        this.destinations = destinations;
        this.timers = timers;
    }

    /** The process has become active in an application server. */
    void all(Membership membership) {
        ask(membership.settings(), membership.settings().pointCodes());
    }

    /** A destination is not available. */
    void start() {
        if (next == null) {
            next = timers.after(PERIOD, this::troubled);
        }
    }

    void stop() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    private void troubled() {
        next = null;
        Set<Integer> troubled = destinations.troubled();
        if (troubled.isEmpty() || !peer.isConnected()) {
            return;
        }
        start();
        for (Membership membership : peer.memberships().values()) {
            if (local.state(membership.server().name()) == AspState.ACTIVE) {
                ask(
                        membership.settings(),
                        membership.settings().pointCodes().stream()
                                .filter(troubled::contains)
                                .toList());
            }
        }
    }

    private void ask(Ss7Settings.ApplicationServer server, List<Integer> pointCodes) {
        if (pointCodes.isEmpty()) {
            return;
        }
        List<Parameter> parameters = new ArrayList<>(3);
        server.networkAppearance()
                .ifPresent(appearance -> parameters.add(Parameter.of(Tag.NETWORK_APPEARANCE, appearance)));
        parameters.addAll(RemoteProcess.context(server));
        parameters.add(Parameter.of(
                Tag.AFFECTED_POINT_CODE,
                pointCodes.stream().mapToLong(Integer::longValue).toArray()));
        peer.send(new M3uaMessage(MessageType.DAUD, parameters));
    }
}

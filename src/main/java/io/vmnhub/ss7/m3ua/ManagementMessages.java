// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.vmnhub.ss7.api.Ss7Settings.Role;
import java.util.Set;
import java.util.TreeSet;

/**
 * Hands each message of one peer that is not DATA to what it concerns, and refuses what the peer's role does not send.
 * Not thread-safe.
 */
final class ManagementMessages {

    private final Peer peer;
    private final Role role;
    private final LocalProcess local;
    private final RemoteProcess remote;
    private final Destinations destinations;
    private final AuditAnswer answers;

    /**
     * @param role the hub's
     * @param local null where the hub asks for no traffic
     * @param remote null where the peer asks for none
     */
    ManagementMessages(
            Peer peer,
            Role role,
            LocalProcess local,
            RemoteProcess remote,
            Destinations destinations,
            AuditAnswer answers) {
        this.peer = peer;
        this.role = role;
        this.local = local;
        this.remote = remote;
        this.destinations = destinations;
        this.answers = answers;
    }

    /** @throws M3uaException when the peer is to send no such message */
    void received(M3uaMessage message) throws M3uaException {
        switch (message.type()) {
            case BEAT -> peer.send(new M3uaMessage(MessageType.BEAT_ACK, message.parameters()));
            case ASPUP, ASPDN, ASPAC, ASPIA -> asked(message);
            case ASPUP_ACK, ASPDN_ACK, ASPAC_ACK, ASPIA_ACK, NTFY -> answered(message);
            case ERR -> error(message);
            case DAUD -> audited(message);
            case DUNA, DAVA, DRST, SCON, DUPU -> destinations(message);
            default -> throw new M3uaException(ErrorCode.UNEXPECTED_MESSAGE);
        }
    }

    private void asked(M3uaMessage message) throws M3uaException {
        if (remote == null) {
            throw new M3uaException(ErrorCode.UNEXPECTED_MESSAGE);
        }
        remote.received(message);
    }

    /** An answer that nobody has asked for is let pass: an Error would help nobody. */
    private void answered(M3uaMessage message) {
        if (local != null) {
            local.received(message);
        }
    }

    private void error(M3uaMessage message) {
        if (local != null) {
            local.received(message);
        } else {
            peer.remark("an Error came: "
                    + ErrorCode.text(message.first(Tag.ERROR_CODE).orElse(0)));
        }
    }

    private void audited(M3uaMessage message) throws M3uaException {
        if (role != Role.SGP || !remote.isUp()) {
            throw new M3uaException(ErrorCode.UNEXPECTED_MESSAGE);
        }
        answers.to(message).forEach(peer::send);
    }

    private void destinations(M3uaMessage message) throws M3uaException {
        if (role == Role.SGP && message.type() != MessageType.SCON) {
            throw new M3uaException(ErrorCode.UNEXPECTED_MESSAGE);
        }
        Set<Integer> pointCodes = new TreeSet<>();
        peer.memberships().values().stream()
                .filter(membership -> message.concerns(membership.settings().routingContext()))
                .forEach(membership -> pointCodes.addAll(membership.settings().pointCodes()));
        destinations.received(message, pointCodes);
    }
}

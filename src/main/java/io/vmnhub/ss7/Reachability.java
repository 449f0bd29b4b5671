// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.ss7.m3ua.M3ua;
import java.util.Optional;
import org.restcomm.protocols.ss7.sccp.RemoteSignalingPointCode;
import org.restcomm.protocols.ss7.sccp.parameter.SccpAddress;

/**
 * Whether what the hub sends would leave it now. jSS7 drops messages to a peer that is away without a word, and an
 * answer that was dropped must not count as given. Thread-safe.
 */
final class Reachability {

    private final M3ua m3ua;
    private final SccpLayer sccp;
    private final SccpTranslation translation;

    Reachability(M3ua m3ua, SccpLayer sccp, SccpTranslation translation) {
        this.m3ua = m3ua;
        this.sccp = sccp;
        this.translation = translation;
    }

    /**
     * What keeps a message from the peer.
     *
     * @param origin the point code that the dialogue's messages come from
     * @return empty when nothing does
     */
    Optional<String> obstacle(int origin, SccpAddress peer) {
        return obstacle(translation.pointCode(origin, peer));
    }

    /**
     * What keeps a message from a point code.
     *
     * @param pointCode -1 where no translation leads to the peer
     */
    Optional<String> obstacle(int pointCode) {
        if (pointCode < 0) {
            return Optional.of("no translation leads to the peer's global title");
        }
        if (!m3ua.reaches(pointCode)) {
            return Optional.of("point code " + pointCode + " is unreachable");
        }
        RemoteSignalingPointCode remote = sccp.getSccpResource().getRemoteSpcByPC(pointCode);
        return remote == null || !remote.isRemoteSpcProhibited()
                ? Optional.empty()
                : Optional.of("point code " + pointCode + " is prohibited for SCCP");
    }
}

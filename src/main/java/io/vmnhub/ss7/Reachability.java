package io.vmnhub.ss7;

import io.vmnhub.ss7.m3ua.M3ua;
import org.restcomm.protocols.ss7.sccp.RemoteSignalingPointCode;
import org.restcomm.protocols.ss7.sccp.parameter.SccpAddress;

/**
 * Whether what the hub sends would leave it now. jSS7 drops messages to a peer that is away without a word, and an answer that was
 * dropped must not count as given. Thread-safe.
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

    /** @param origin the point code that the dialogue's messages come from */
    boolean reaches(int origin, SccpAddress peer) {
        int pointCode = translation.pointCode(origin, SccpTranslation.title(peer));
        if (pointCode < 0 || !m3ua.reaches(pointCode)) {
            return false;
        }
        RemoteSignalingPointCode remote = sccp.getSccpResource().getRemoteSpcByPC(pointCode);
        return remote == null || !remote.isRemoteSpcProhibited();
    }
}

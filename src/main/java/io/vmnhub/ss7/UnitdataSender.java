// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.io.IOException;
import org.restcomm.protocols.ss7.mtp.Mtp3;
import org.restcomm.protocols.ss7.mtp.Mtp3UserPart;
import org.restcomm.protocols.ss7.sccp.RemoteSignalingPointCode;
import org.restcomm.protocols.ss7.sccp.RemoteSubSystem;
import org.restcomm.protocols.ss7.sccp.parameter.SccpAddress;

/**
 * Sends what fits into one UDT of protocol class 1 to a point code that can be reached, as jSS7's SCCP would, and
 * without the objects that it makes on the way. Everything else is left to jSS7: long messages, those that are to come
 * back, point codes that are prohibited or congested, and addresses that it drops with a warning. Thread-safe.
 */
final class UnitdataSender {

    private static final int MTP3_USER_PART = 1;
    private static final int IN_SEQUENCE = 1;
    private static final int FIELDS = 8;
    static final int MOST_DATA = 254;
    private static final int MANAGEMENT = 1;

    private final SccpLayer sccp;
    private final SccpTranslation translation;
    private final int localPointCode;
    private final int networkIndicator;

    UnitdataSender(SccpLayer sccp, SccpTranslation translation, int localPointCode, int networkIndicator) {
        this.sccp = sccp;
        this.translation = translation;
        this.localPointCode = localPointCode;
        this.networkIndicator = networkIndicator;
    }

    /**
     * Sends a message.
     *
     * @param origin the point code that the messages of its dialogue come from
     * @return false when jSS7 must send it, or say why it cannot
     */
    boolean send(byte[] data, SccpAddress called, SccpAddress calling, int sls, int origin) throws IOException {
        int destination = destination(called, origin);
        return isOpen(destination)
                && send(
                        data,
                        PartyAddressEncoding.called(called),
                        PartyAddressEncoding.calling(calling),
                        sls,
                        destination);
    }

    /**
     * Sends a message to a point code, with its addresses in their octets.
     *
     * @return false when jSS7 must send it, or say why it cannot
     */
    boolean send(byte[] data, byte[] to, byte[] from, int sls, int destination) throws IOException {
        if (!sccp.isStarted() || !isOpen(destination)) {
            return false;
        }
        Mtp3UserPart users = sccp.getMtp3UserPart(MTP3_USER_PART);
        int length = FIELDS + to.length + from.length + data.length;
        boolean fits = data.length <= MOST_DATA && length <= users.getMaxUserDataLength(destination);
        if (!fits || to.length == 0 || from.length == 0 || data.length == 0) {
            return false;
        }
        users.sendMessage(users.getMtp3TransferPrimitiveFactory()
                .createMtp3TransferPrimitive(
                        Mtp3._SI_SERVICE_SCCP,
                        networkIndicator,
                        0,
                        localPointCode,
                        destination,
                        sls,
                        Unitdata.of(IN_SEQUENCE, to, from, data)));
        return true;
    }

    private int destination(SccpAddress called, int origin) {
        boolean withPointCode = called.getAddressIndicator().isPCPresent();
        if (PartyAddressEncoding.routedOnTitle(called)) {
            return withPointCode || called.getGlobalTitle() == null || called.isTranslated()
                    ? -1
                    : translation.pointCode(origin, called);
        }
        int pointCode = called.getSignalingPointCode();
        int subsystem = called.getSubsystemNumber();
        if (!withPointCode || subsystem <= MANAGEMENT) {
            return -1;
        }
        RemoteSubSystem remote = sccp.getSccpResource().getRemoteSsn(pointCode, subsystem);
        return remote == null || remote.isRemoteSsnProhibited() ? -1 : pointCode;
    }

    private boolean isOpen(int pointCode) {
        if (pointCode <= 0 || pointCode == localPointCode || !translation.isAdjacent(pointCode)) {
            return false;
        }
        RemoteSignalingPointCode remote = sccp.getSccpResource().getRemoteSpcByPC(pointCode);
        return remote != null && !remote.isRemoteSpcProhibited() && remote.getCurrentRestrictionLevel() == 0;
    }
}

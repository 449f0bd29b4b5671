// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.smpp;

import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.sms.MapUserError.DeliveryFailureCause;
import java.util.Map;

/** The values of command_status that the hub gives or understands (SMPP 5.0 clause 4.7.6). */
public final class CommandStatus {

    public static final int ESME_ROK = 0x00;
    public static final int ESME_RINVCMDLEN = 0x02;
    public static final int ESME_RINVCMDID = 0x03;
    public static final int ESME_RINVBNDSTS = 0x04;
    public static final int ESME_RALYBND = 0x05;
    public static final int ESME_RSYSERR = 0x08;
    public static final int ESME_RINVDSTADR = 0x0B;
    public static final int ESME_RBINDFAIL = 0x0D;
    public static final int ESME_RINVPASWD = 0x0E;
    public static final int ESME_RINVSYSID = 0x0F;
    public static final int ESME_RCANCELFAIL = 0x11;
    public static final int ESME_RREPLACEFAIL = 0x13;
    public static final int ESME_RMSGQFUL = 0x14;
    public static final int ESME_RSUBMITFAIL = 0x45;
    public static final int ESME_RTHROTTLED = 0x58;
    public static final int ESME_RX_T_APPN = 0x64;
    public static final int ESME_RX_P_APPN = 0x65;
    public static final int ESME_RX_R_APPN = 0x66;
    public static final int ESME_RQUERYFAIL = 0x67;

    private static final Map<Integer, MapUserError> DEFAULTS = Map.of(
            ESME_RMSGQFUL, MapUserError.deliveryFailure(DeliveryFailureCause.MEMORY_CAPACITY_EXCEEDED),
            ESME_RX_P_APPN, MapUserError.deliveryFailure(DeliveryFailureCause.EQUIPMENT_PROTOCOL_ERROR),
            ESME_RX_R_APPN, MapUserError.deliveryFailure(DeliveryFailureCause.EQUIPMENT_PROTOCOL_ERROR),
            ESME_RINVDSTADR, MapUserError.of(Code.UNIDENTIFIED_SUBSCRIBER));

    private CommandStatus() {}

    /**
     * What a status means to the network unless the account says otherwise: what is not known to be final is temporary.
     */
    public static MapUserError mapError(int status) {
        return DEFAULTS.getOrDefault(status, MapUserError.temporary());
    }

    /** {@code 0x0000000E} as {@code 0x0E}. */
    public static String text(int status) {
        return String.format("0x%02X", status);
    }
}

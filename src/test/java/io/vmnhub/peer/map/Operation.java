// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.map;

/** Local operation codes of the short message operations (TS 29.002 clause 17.5). */
public final class Operation {

    public static final int MT_FORWARD_SM = 44;
    public static final int SEND_ROUTING_INFO_FOR_SM = 45;
    /** mo-ForwardSM of version 3; forwardSM of versions 1 and 2, which is MT too. */
    public static final int FORWARD_SM = 46;

    public static final int REPORT_SM_DELIVERY_STATUS = 47;
    public static final int ALERT_SERVICE_CENTRE_WITHOUT_RESULT = 49;
    public static final int INFORM_SERVICE_CENTRE = 63;
    public static final int ALERT_SERVICE_CENTRE = 64;

    private Operation() {}

    /** The operation that delivers a short message in a dialogue of this version. */
    public static int forwardSm(int version) {
        return version >= 3 ? MT_FORWARD_SM : FORWARD_SM;
    }
}

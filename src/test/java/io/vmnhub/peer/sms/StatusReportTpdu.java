// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.sms;

import io.vmnhub.peer.wire.Digits;
import io.vmnhub.peer.wire.Octets;

/** Builds SMS-STATUS-REPORT TPDUs without optional fields (TS 23.040 clause 9.2.2.3). */
public final class StatusReportTpdu {

    /** TP-MTI 2, TP-MMS set: no more messages wait. */
    private static final int FIRST = 0x06;

    private static final String SENT = "26112212000004";
    private static final String DISCHARGED = "26112212000704";

    private StatusReportTpdu() {}

    /** Of a message to this international number, sent at 12:00:00 and discharged 7 seconds later. */
    public static byte[] of(int reference, String recipient, int status) {
        return new Octets()
                .u8(FIRST)
                .u8(reference)
                .u8(recipient.length())
                .u8(0x91)
                .bytes(Digits.tbcd(recipient))
                .bytes(Digits.tbcd(SENT))
                .bytes(Digits.tbcd(DISCHARGED))
                .u8(status)
                .toByteArray();
    }
}

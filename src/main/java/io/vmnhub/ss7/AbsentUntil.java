// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalInt;
import org.mobicents.protocols.asn.AsnException;
import org.mobicents.protocols.asn.AsnOutputStream;
import org.mobicents.protocols.asn.Tag;
import org.restcomm.protocols.ss7.map.api.MAPException;
import org.restcomm.protocols.ss7.map.api.errors.AbsentSubscriberDiagnosticSM;
import org.restcomm.protocols.ss7.map.errors.MAPErrorMessageAbsentSubscriberSMImpl;

/**
 * The parameter of absentSubscriberSM with requestedRetransmissionTime (TS 29.002 clause 17.7.7), which jSS7 does not
 * have.
 */
final class AbsentUntil extends MAPErrorMessageAbsentSubscriberSMImpl {

    private static final int REQUESTED_RETRANSMISSION_TIME = 2;

    private final Instant time;

    AbsentUntil(OptionalInt diagnostic, Instant time) {
        super(
                diagnostic.isPresent() ? AbsentSubscriberDiagnosticSM.getInstance(diagnostic.getAsInt()) : null,
                null,
                null);
        this.time = time;
    }

    @Override
    public void encodeData(AsnOutputStream out) throws MAPException {
        super.encodeData(out);
        try {
            out.writeOctetString(Tag.CLASS_CONTEXT_SPECIFIC, REQUESTED_RETRANSMISSION_TIME, octets(time));
        } catch (IOException | AsnException e) {
            throw new MAPException("requestedRetransmissionTime cannot be encoded: " + e.getMessage(), e);
        }
    }

    /** Time: the seconds since 1900, the upper half of RFC 5905's timestamp. */
    static byte[] octets(Instant time) {
        return ByteBuffer.allocate(Integer.BYTES)
                .putInt((int) (time.getEpochSecond() + DeliveryParameters.SECONDS_TO_1970))
                .array();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.sccp;

import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.OctetReader;
import io.vmnhub.peer.wire.Octets;
import java.util.Arrays;

/** An SCCP management message, sent in a UDT between subsystems 1 (Q.713 clause 5). */
public record SubsystemManagement(Format format, int affectedSubsystem, int affectedPointCode, int multiplicity) {

    public static final int SUBSYSTEM = 1;

    /** Format identifiers of Q.713 table 23. */
    public enum Format {
        SSA(1),
        SSP(2),
        SST(3),
        SOR(4),
        SOG(5),
        SSC(6);

        private final int code;

        Format(int code) {
            this.code = code;
        }
    }

    public byte[] encode() {
        return new Octets()
                .u8(format.code)
                .u8(affectedSubsystem)
                .u16le(affectedPointCode)
                .u8(multiplicity)
                .toByteArray();
    }

    public static SubsystemManagement decode(byte[] data) {
        OctetReader in = new OctetReader("SCMG", data);
        int code = in.u8();
        Format format = Arrays.stream(Format.values())
                .filter(f -> f.code == code)
                .findFirst()
                .orElseThrow(() -> new MalformedPduException("SCMG: format identifier " + code));
        SubsystemManagement message = new SubsystemManagement(format, in.u8(), in.u16le(), in.u8());
        if (format != Format.SSC && in.remaining() > 0) {
            throw new MalformedPduException("SCMG: " + in.remaining() + " octets too many");
        }
        return message;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.sccp;

import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.OctetReader;
import io.vmnhub.peer.wire.Octets;
import java.util.Optional;
import java.util.OptionalInt;

/** A called or calling party address (Q.713 clauses 3.4 and 3.5). */
public record PartyAddress(
        boolean routeOnSsn, OptionalInt pointCode, OptionalInt subsystem, Optional<GlobalTitle> globalTitle) {

    /** Routed on its international E.164 title. */
    public static PartyAddress title(String digits, int subsystem) {
        return title(GlobalTitle.international(digits), subsystem);
    }

    public static PartyAddress title(GlobalTitle title, int subsystem) {
        return new PartyAddress(false, OptionalInt.empty(), OptionalInt.of(subsystem), Optional.of(title));
    }

    /** Routed on point code and subsystem number. */
    public static PartyAddress subsystem(int pointCode, int subsystem) {
        return new PartyAddress(true, OptionalInt.of(pointCode), OptionalInt.of(subsystem), Optional.empty());
    }

    public PartyAddress withPointCode(int code) {
        return new PartyAddress(routeOnSsn, OptionalInt.of(code), subsystem, globalTitle);
    }

    public PartyAddress withoutSubsystem() {
        return new PartyAddress(routeOnSsn, pointCode, OptionalInt.empty(), globalTitle);
    }

    public PartyAddress routedOnSsn() {
        return new PartyAddress(true, pointCode, subsystem, globalTitle);
    }

    /** Digits of the title, or nothing. */
    public String digits() {
        return globalTitle.map(GlobalTitle::digits).orElse("");
    }

    public byte[] encode() {
        int indicator = (routeOnSsn ? 0x40 : 0)
                | globalTitle.map(GlobalTitle::indicator).orElse(0) << 2
                | (subsystem.isPresent() ? 2 : 0)
                | (pointCode.isPresent() ? 1 : 0);
        Octets out = new Octets().u8(indicator);
        pointCode.ifPresent(out::u16le);
        subsystem.ifPresent(out::u8);
        globalTitle.ifPresent(title -> out.bytes(title.encode()));
        return out.toByteArray();
    }

    public static PartyAddress decode(byte[] bytes) {
        OctetReader in = new OctetReader("SCCP address", bytes);
        int indicator = in.u8();
        OptionalInt code = (indicator & 1) != 0 ? OptionalInt.of(in.u16le()) : OptionalInt.empty();
        if (code.isPresent() && code.getAsInt() > 0x3fff) {
            throw new MalformedPduException("SCCP: point code of more than 14 bits");
        }
        OptionalInt ssn = (indicator & 2) != 0 ? OptionalInt.of(in.u8()) : OptionalInt.empty();
        int format = indicator >> 2 & 0xf;
        Optional<GlobalTitle> title = format == 0 ? Optional.empty() : Optional.of(GlobalTitle.decode(format, in));
        if (in.remaining() > 0) {
            throw new MalformedPduException("SCCP: " + in.remaining() + " octets after an address");
        }
        return new PartyAddress((indicator & 0x40) != 0, code, ssn, title);
    }
}

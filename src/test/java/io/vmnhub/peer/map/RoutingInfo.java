// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.map;

import io.vmnhub.peer.wire.Digits;
import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.Octets;
import io.vmnhub.peer.wire.Tlv;
import java.util.List;
import java.util.Optional;

/**
 * RoutingInfoForSM-Res (TS 29.002 clause 17.7.6).
 *
 * @param networkNode the networkNode-Number (msc-Number in versions 1 and 2), digits
 * @param lmsi four octets in hex
 * @param mwdSet version 1 only
 */
public record RoutingInfo(String imsi, AddressString networkNode, Optional<String> lmsi, Optional<Boolean> mwdSet) {

    public static RoutingInfo decode(Tlv result, int version) {
        if (result.tag() != 0x30) {
            throw new MalformedPduException("MAP: RoutingInfoForSM-Res is " + result);
        }
        List<Tlv> parts = result.children();
        if (parts.size() < 2 || parts.get(0).tag() != 0x04 || parts.get(1).tag() != 0xa0) {
            throw new MalformedPduException(
                    "MAP: RoutingInfoForSM-Res without imsi and locationInfoWithLMSI: " + result);
        }
        List<Tlv> location = parts.get(1).children();
        if (location.isEmpty() || location.get(0).tag() != 0x81) {
            throw new MalformedPduException("MAP: locationInfoWithLMSI without networkNode-Number: " + parts.get(1));
        }
        Optional<String> lmsi = location.stream()
                .skip(1)
                .filter(t -> t.tag() == 0x04)
                .findFirst()
                .map(t -> Octets.hex(t.value()));
        Optional<Boolean> mwdSet = result.child(0x82).map(t -> t.value()[0] != 0);
        if (mwdSet.isPresent() && version > 1) {
            throw new MalformedPduException("MAP: mwd-Set in version " + version);
        }
        if (parts.get(0).value().length < 3 || parts.get(0).value().length > 8) {
            throw new MalformedPduException("MAP: an IMSI of " + parts.get(0).value().length + " octets");
        }
        return new RoutingInfo(
                Digits.fromTbcd(parts.get(0).value()),
                AddressString.decode(location.get(0).value()),
                lmsi,
                mwdSet);
    }
}

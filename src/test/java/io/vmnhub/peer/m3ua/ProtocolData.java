// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.m3ua;

import io.vmnhub.peer.wire.OctetReader;
import io.vmnhub.peer.wire.Octets;

/** The Protocol Data parameter of a DATA message (RFC 4666 clause 3.3.1): the MTP3 routing label and the user's PDU. */
public record ProtocolData(
        long originatingPointCode,
        long destinationPointCode,
        int serviceIndicator,
        int networkIndicator,
        int messagePriority,
        int signallingLinkSelection,
        byte[] data) {

    public static final int SCCP = 3;

    public M3uaMessage.Parameter parameter() {
        return new M3uaMessage.Parameter(
                M3uaMessage.PROTOCOL_DATA,
                new Octets()
                        .u32(originatingPointCode)
                        .u32(destinationPointCode)
                        .u8(serviceIndicator)
                        .u8(networkIndicator)
                        .u8(messagePriority)
                        .u8(signallingLinkSelection)
                        .bytes(data)
                        .toByteArray());
    }

    public static ProtocolData decode(byte[] value) {
        OctetReader in = new OctetReader("M3UA protocol data", value);
        return new ProtocolData(in.u32(), in.u32(), in.u8(), in.u8(), in.u8(), in.u8(), in.rest());
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.map;

import io.vmnhub.peer.wire.Digits;
import io.vmnhub.peer.wire.Tlv;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds the arguments of the short message operations (TS 29.002 clause 17.7.6). */
public final class Arguments {

    private static final int OCTET_STRING = 0x04;
    private static final int ENUMERATED = 0x0a;
    private static final int SEQUENCE = 0x30;
    private static final Tlv NULL = Tlv.empty(0x05);

    private Arguments() {}

    /** RoutingInfoForSM-Arg, the same in versions 1, 2 and 3. */
    public static Tlv routingInfoForSm(String msisdn, boolean priority, String serviceCentre, Tlv... more) {
        List<Tlv> parts = new ArrayList<>(List.of(
                AddressString.international(msisdn).encode(0x80),
                Tlv.of(0x81, (byte) (priority ? 0xff : 0)),
                AddressString.international(serviceCentre).encode(0x82)));
        parts.addAll(Arrays.asList(more));
        return Tlv.of(SEQUENCE, parts);
    }

    /** sm-RP-DA: the IMSI. */
    public static Tlv imsi(String digits) {
        return new Tlv(0x80, Digits.tbcd(digits));
    }

    /** sm-RP-DA: the LMSI, four octets. */
    public static Tlv lmsi(byte[] octets) {
        return new Tlv(0x81, octets);
    }

    /** sm-RP-DA: none. */
    public static Tlv noSmRpDa() {
        return Tlv.empty(0x85);
    }

    /** sm-RP-OA: none. */
    public static Tlv noSmRpOa() {
        return Tlv.empty(0x85);
    }

    /** sm-RP-OA: the service centre. */
    public static Tlv serviceCentreAddressOa(String digits) {
        return AddressString.international(digits).encode(0x84);
    }

    /** sm-RP-OA of mobile originated messages: the subscriber. */
    public static Tlv msisdnOa(String digits) {
        return AddressString.international(digits).encode(0x82);
    }

    /** MT-ForwardSM-Arg and ForwardSM-Arg. */
    public static Tlv forwardSm(Tlv destination, Tlv origin, byte[] tpdu, boolean moreMessagesToSend, Tlv... more) {
        List<Tlv> parts = new ArrayList<>(List.of(destination, origin, new Tlv(OCTET_STRING, tpdu)));
        if (moreMessagesToSend) {
            parts.add(NULL);
        }
        parts.addAll(Arrays.asList(more));
        return Tlv.of(SEQUENCE, parts);
    }

    /** ReportSM-DeliveryStatusArg; version 1 has no outcome, and only version 3 a diagnostic (-1 for none). */
    public static Tlv reportSmDeliveryStatus(
            int version, String msisdn, String serviceCentre, DeliveryOutcome outcome, int diagnostic) {
        List<Tlv> parts = new ArrayList<>(List.of(
                AddressString.international(msisdn).encode(OCTET_STRING),
                AddressString.international(serviceCentre).encode(OCTET_STRING)));
        if (version > 1) {
            parts.add(Tlv.integer(ENUMERATED, outcome.ordinal()));
        }
        if (version > 2 && diagnostic >= 0) {
            parts.add(Tlv.integer(0x80, diagnostic));
        }
        return Tlv.of(SEQUENCE, parts);
    }

    /** SM-DeliveryOutcome. */
    public enum DeliveryOutcome {
        MEMORY_CAPACITY_EXCEEDED,
        ABSENT_SUBSCRIBER,
        SUCCESSFUL_TRANSFER
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.restcomm.protocols.ss7.map.api.MAPApplicationContextName.shortMsgGatewayContext;
import static org.restcomm.protocols.ss7.map.api.MAPApplicationContextName.shortMsgMTRelayContext;

import io.vmnhub.sms.Address;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.restcomm.protocols.ss7.map.api.MAPApplicationContext;
import org.restcomm.protocols.ss7.map.api.MAPApplicationContextName;
import org.restcomm.protocols.ss7.map.api.MAPApplicationContextVersion;
import org.restcomm.protocols.ss7.map.api.MAPOperationCode;

/**
 * The usual beginning of a dialogue: a UDT between two global titles with a TC-BEGIN of version 2 or 3 and one invoke,
 * which has the parameters that it must have and no others: mt-ForwardSM with an IMSI, a service centre address and a
 * TPDU, or sendRoutingInfoForSM. Only that form is read here, and each of its octets is looked at; what differs in one
 * of them is for jSS7. Do not change the arrays.
 *
 * @param called the called party address (ITU-T Q.713 clause 3.4), which routes on its title and has an SSN
 * @param calling the calling party address, likewise
 * @param calledDigits the digits of its title
 * @param callingDigits the digits of its title
 * @param transactionId the originating transaction id, of 1 to 4 octets
 * @param invokeId -128 to 127
 */
record SingleInvokeBegin(
        byte[] called,
        byte[] calling,
        String calledDigits,
        String callingDigits,
        byte[] transactionId,
        MAPApplicationContext context,
        int invokeId,
        MapRequest request) {

    private static final int UDT = 0x09;

    /** Routed on a title with nature of address, with an SSN and without a point code. */
    private static final int TITLE_AND_SUBSYSTEM = 0x12;

    private static final int SIGNALS = 5;
    private static final int LONGEST_ADDRESS = SIGNALS + 8;
    private static final int HLR = 6;
    private static final int MSC = 8;
    private static final int E164 = 1;
    private static final int E214 = 7;
    private static final int ODD = 1;
    private static final int EVEN = 2;
    private static final int INTERNATIONAL = 4;

    private static final int ORIGINATING = 0x48;
    private static final int COMPONENTS = 0x6c;
    private static final int INVOKE = 0xa1;
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int BOOLEAN_TRUE = 0xff;
    private static final int FIRST = 0x80;
    private static final int SECOND = 0x81;
    private static final int THIRD = 0x82;
    private static final int SERVICE_CENTRE_ADDRESS = 0x84;
    private static final byte INTERNATIONAL_ISDN = (byte) 0x91;
    private static final int SHORTEST_IMSI = 3;
    private static final int LONGEST_IMSI = 8;
    private static final int LONGEST_NUMBER = 9;
    private static final int LONGEST_TPDU = 200;
    private static final int FILLER = 0xf;

    /** The dialogue portion up to the application context's name and version: an AARQ of dialogue-as-id. */
    private static final byte[] REQUESTED = HexFormat.ofDelimiter(" ")
            .parseHex("6b 1e 28 1c 06 07 00 11 86 05 01 01 01 a0 11 60 0f 80 02 07 80 a1 09 06 07 04 00 00 01 00");

    private static final List<Invoked> INVOKED = List.of(
            new Invoked(shortMsgMTRelayContext, MAPApplicationContextVersion.version3, MAPOperationCode.mt_forwardSM),
            new Invoked(shortMsgMTRelayContext, MAPApplicationContextVersion.version2, MAPOperationCode.mo_forwardSM),
            new Invoked(
                    shortMsgGatewayContext,
                    MAPApplicationContextVersion.version3,
                    MAPOperationCode.sendRoutingInfoForSM),
            new Invoked(
                    shortMsgGatewayContext,
                    MAPApplicationContextVersion.version2,
                    MAPOperationCode.sendRoutingInfoForSM));

    /** An application context with its operation. */
    private record Invoked(MAPApplicationContext context, int name, int version, int operation) {

        Invoked(MAPApplicationContextName name, MAPApplicationContextVersion version, int operation) {
            this(
                    MAPApplicationContext.getInstance(name, version),
                    name.getApplicationContextCode(),
                    version.getVersion(),
                    operation);
        }

        /** @return null for a context that is not one of them */
        static Invoked of(int name, int version) {
            for (Invoked invoked : INVOKED) {
                if (invoked.name == name && invoked.version == version) {
                    return invoked;
                }
            }
            return null;
        }
    }

    /** @return null for every other message */
    static SingleInvokeBegin of(Unitdata unitdata, byte[] sccp) {
        if (sccp[0] != UDT) {
            return null;
        }
        byte[] called = unitdata.called();
        byte[] calling = unitdata.calling();
        String calledDigits = title(called);
        String callingDigits = title(calling);
        return calledDigits == null || callingDigits == null
                ? null
                : of(sccp, unitdata.dataAt(), unitdata.dataEnd(), called, calling, calledDigits, callingDigits);
    }

    private static SingleInvokeBegin of(
            byte[] octets, int from, int to, byte[] called, byte[] calling, String calledDigits, String callingDigits) {
        DefiniteElements in = new DefiniteElements(octets, from, to);
        if (!in.enter(TransactionPortion.BEGIN) || !in.read(ORIGINATING, 1, TransactionPortion.LONGEST_ID)) {
            return null;
        }
        byte[] transactionId = in.content();
        Invoked invoked = in.skip(REQUESTED) ? Invoked.of(in.octet(), in.octet()) : null;
        if (invoked == null || !in.enter(COMPONENTS) || !in.enter(INVOKE) || !in.read(INTEGER, 1, 1)) {
            return null;
        }
        int invokeId = octets[in.contentAt()];
        if (!in.read(INTEGER, 1, 1) || octets[in.contentAt()] != invoked.operation || !in.enter(SEQUENCE)) {
            return null;
        }
        MapRequest request =
                invoked.operation == MAPOperationCode.sendRoutingInfoForSM ? routing(in, octets) : forward(in, octets);
        return request == null
                ? null
                : new SingleInvokeBegin(
                        called,
                        calling,
                        calledDigits,
                        callingDigits,
                        transactionId,
                        invoked.context,
                        invokeId,
                        request);
    }

    private static MapRequest forward(DefiniteElements in, byte[] octets) {
        String imsi =
                in.read(FIRST, SHORTEST_IMSI, LONGEST_IMSI) ? digits(octets, in.contentAt(), in.contentEnd()) : null;
        String serviceCentreAddress = imsi == null ? null : number(in, SERVICE_CENTRE_ADDRESS, octets);
        if (serviceCentreAddress == null || !in.read(OCTET_STRING, 1, LONGEST_TPDU) || !in.atEnd()) {
            return null;
        }
        return new MapRequest.ForwardSm(Optional.of(imsi), Optional.empty(), serviceCentreAddress, in.content(), false);
    }

    private static MapRequest routing(DefiniteElements in, byte[] octets) {
        String msisdn = number(in, FIRST, octets);
        if (msisdn == null || !in.read(SECOND, 1, 1)) {
            return null;
        }
        int priority = octets[in.contentAt()] & 0xff;
        String serviceCentreAddress = priority == 0 || priority == BOOLEAN_TRUE ? number(in, THIRD, octets) : null;
        return serviceCentreAddress == null || !in.atEnd()
                ? null
                : new MapRequest.SendRoutingInfoForSm(
                        Address.international(msisdn), priority != 0, serviceCentreAddress);
    }

    /** The digits of an international number of E.164; null for anything else. */
    private static String number(DefiniteElements in, int tag, byte[] octets) {
        return in.read(tag, 2, LONGEST_NUMBER) && octets[in.contentAt()] == INTERNATIONAL_ISDN
                ? digits(octets, in.contentAt() + 1, in.contentEnd())
                : null;
    }

    /** The SSN of the called party address. */
    int subsystem() {
        return called[1];
    }

    /** The digits of an address that would be written as it is; null for another. */
    private static String title(byte[] address) {
        boolean usual = address.length > SIGNALS
                && address.length <= LONGEST_ADDRESS
                && address[0] == TITLE_AND_SUBSYSTEM
                && (address[1] == HLR || address[1] == MSC)
                && address[4] == INTERNATIONAL;
        int plan = usual ? address[3] >> 4 : 0;
        int scheme = usual ? address[3] & 0xf : 0;
        if (plan != E164 && plan != E214 || scheme != ODD && scheme != EVEN) {
            return null;
        }
        boolean filled = address[address.length - 1] >> 4 == 0;
        int count = 2 * (address.length - SIGNALS) - (scheme == ODD ? 1 : 0);
        return scheme == ODD && !filled ? null : decimal(address, SIGNALS, count);
    }

    /** Digits in TBCD, the last of which may be filled up; null when there is anything else. */
    private static String digits(byte[] octets, int from, int to) {
        boolean odd = (octets[to - 1] >> 4 & 0xf) == FILLER;
        return decimal(octets, from, 2 * (to - from) - (odd ? 1 : 0));
    }

    private static String decimal(byte[] octets, int from, int count) {
        byte[] digits = new byte[count];
        for (int i = 0; i < count; i++) {
            int digit = octets[from + i / 2] >> (i % 2 == 0 ? 0 : 4) & 0xf;
            if (digit > 9) {
                return null;
            }
            digits[i] = (byte) ('0' + digit);
        }
        return new String(digits, StandardCharsets.ISO_8859_1);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Decodes SMS-STATUS-REPORT TPDUs (TS 23.040 clause 9.2.2.3) from raw octets. Stateless and thread-safe.
 *
 * <p>What follows TP-ST is optional, and TP-PI says what is there (clause 9.2.3.27). Octets that follow the user data
 * are overlooked.
 */
public final class SmsStatusReportDecoder {

    private static final int MESSAGE_TYPE_BITS = 0x03;
    private static final int STATUS_REPORT = 0x02;
    private static final int QUALIFIER_BIT = 0x20;

    private static final int PROTOCOL_IDENTIFIER_FOLLOWS = 0x01;
    private static final int DATA_CODING_SCHEME_FOLLOWS = 0x02;
    private static final int USER_DATA_FOLLOWS = 0x04;
    private static final int EXTENSION_BIT = 0x80;

    private static final byte[] NOTHING = {};

    private final AddressCoding addresses = new AddressCoding();
    private final TimestampCoding timestamps = new TimestampCoding();
    private final TextDecoder texts = new TextDecoder();

    /** Whether the octets begin as one, by TP-MTI. */
    public static boolean isStatusReport(byte[] tpdu) {
        return tpdu != null && tpdu.length > 0 && (tpdu[0] & MESSAGE_TYPE_BITS) == STATUS_REPORT;
    }

    /**
     * @param tpdu the octets of sm-RP-UI; null reads as none
     * @throws MalformedTpduException when {@code tpdu} is not a complete SMS-STATUS-REPORT; nothing else is ever thrown
     */
    public SmsStatusReport decode(byte[] tpdu) throws MalformedTpduException {
        TpduReader reader = new TpduReader(tpdu == null ? NOTHING : tpdu);
        int first = reader.octet("TP-MTI");
        if ((first & MESSAGE_TYPE_BITS) != STATUS_REPORT) {
            throw new MalformedTpduException(
                    "TP-MTI at offset 0 is " + (first & MESSAGE_TYPE_BITS) + ", SMS-STATUS-REPORT has 2");
        }
        int reference = reader.octet("TP-MR");
        Address recipient = addresses.decode("TP-RA", reader);
        Optional<OffsetDateTime> sent = timestamps.decode(reader.octets("TP-SCTS", TimestampCoding.OCTETS));
        Optional<OffsetDateTime> discharged = timestamps.decode(reader.octets("TP-DT", TimestampCoding.OCTETS));
        int status = reader.octet("TP-ST");
        int indicator = indicator(reader);
        int protocolIdentifier = (indicator & PROTOCOL_IDENTIFIER_FOLLOWS) == 0 ? 0 : reader.octet("TP-PID");
        DataCodingScheme scheme = (indicator & DATA_CODING_SCHEME_FOLLOWS) == 0
                ? DataCodingScheme.GSM7
                : new DataCodingScheme(reader.octet("TP-DCS"));
        int length = (indicator & USER_DATA_FOLLOWS) == 0 ? 0 : reader.octet("TP-UDL");
        int start = reader.offset();
        byte[] userData = reader.octets("TP-UD", scheme.alphabet() == Alphabet.GSM7 ? Gsm7.octets(length) : length);
        UserDataHeader header = (first & SmsDeliverDecoder.USER_DATA_HEADER_BIT) == 0 || userData.length == 0
                ? UserDataHeader.NONE
                : SmsDeliverDecoder.header(userData, start);
        SmsDeliver content = new SmsDeliver(
                (first & SmsDeliverDecoder.MORE_MESSAGES_BIT) == 0,
                (first & SmsDeliverDecoder.LOOP_PREVENTION_BIT) != 0,
                false,
                false,
                recipient,
                protocolIdentifier,
                scheme,
                sent,
                header,
                userData,
                texts.decode(scheme, header, userData, length));
        return new SmsStatusReport(
                new StatusReport(reference, status, discharged, (first & QUALIFIER_BIT) != 0), content);
    }

    /** TP-PI; none reads as an empty one. Further octets of it, whose bits mean nothing yet, are passed over. */
    private static int indicator(TpduReader reader) throws MalformedTpduException {
        if (reader.remaining() == 0) {
            return 0;
        }
        int indicator = reader.octet("TP-PI");
        for (int octet = indicator; (octet & EXTENSION_BIT) != 0 && reader.remaining() > 0; ) {
            octet = reader.octet("TP-PI");
        }
        return indicator;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Decodes SMS-DELIVER TPDUs (TS 23.040 clause 9.2.2.1) from raw octets. Stateless and thread-safe.
 *
 * <p>The reserved message type 3 reads as SMS-DELIVER (clause 9.2.3.1). Octets that follow the user data are
 * overlooked: TP-UDL says where it ends, and some SMSCs pad. User data that is one or two octets shorter than TP-UDL
 * says is taken as far as it goes: some SMSCs leave out the fill bits behind a header, others count the septets wrong.
 * A user data header that breaks off within its last element is ignored and the text behind it read, as clause 9.2.3.24
 * asks.
 */
public final class SmsDeliverDecoder {

    static final int MORE_MESSAGES_BIT = 0x04;
    static final int LOOP_PREVENTION_BIT = 0x08;
    static final int STATUS_REPORT_BIT = 0x20;
    static final int USER_DATA_HEADER_BIT = 0x40;
    static final int REPLY_PATH_BIT = 0x80;

    /** TP-MTI 1 and 2 are other messages: SMS-SUBMIT-REPORT and SMS-STATUS-REPORT. */
    private static final int DELIVER = 0;

    private static final int RESERVED = 3;
    private static final int MOST_MISSING_OCTETS = 2;
    private static final byte[] NOTHING = {};

    private final AddressCoding addresses = new AddressCoding();
    private final TimestampCoding timestamps = new TimestampCoding();
    private final TextDecoder texts = new TextDecoder();

    /**
     * @param tpdu the octets of sm-RP-UI; null reads as none
     * @throws MalformedTpduException when {@code tpdu} is not a complete SMS-DELIVER; nothing else is ever thrown
     */
    public SmsDeliver decode(byte[] tpdu) throws MalformedTpduException {
        TpduReader reader = new TpduReader(tpdu == null ? NOTHING : tpdu);
        int first = reader.octet("TP-MTI");
        int type = first & 3;
        if (type != DELIVER && type != RESERVED) {
            throw new MalformedTpduException("TP-MTI at offset 0 is " + type + ", SMS-DELIVER has 0");
        }
        Address originatingAddress = addresses.decode("TP-OA", reader);
        int protocolIdentifier = reader.octet("TP-PID");
        DataCodingScheme dataCodingScheme = new DataCodingScheme(reader.octet("TP-DCS"));
        Optional<OffsetDateTime> timestamp = timestamps.decode(reader.octets("TP-SCTS", TimestampCoding.OCTETS));
        boolean septets = dataCodingScheme.alphabet() == Alphabet.GSM7;
        int length = reader.octet("TP-UDL");
        int octets = septets ? Gsm7.octets(length) : length;
        int missing = octets - reader.remaining();
        if (missing > 0 && missing <= MOST_MISSING_OCTETS && missing < octets && !dataCodingScheme.compressed()) {
            octets = reader.remaining();
            length = septets ? octets * 8 / 7 : octets;
        }
        int start = reader.offset();
        byte[] userData = reader.octets("TP-UD", octets);
        UserDataHeader header = (first & USER_DATA_HEADER_BIT) == 0 ? UserDataHeader.NONE : header(userData, start);
        return new SmsDeliver(
                (first & MORE_MESSAGES_BIT) == 0,
                (first & LOOP_PREVENTION_BIT) != 0,
                (first & STATUS_REPORT_BIT) != 0,
                (first & REPLY_PATH_BIT) != 0,
                originatingAddress,
                protocolIdentifier,
                dataCodingScheme,
                timestamp,
                header,
                userData,
                texts.decode(dataCodingScheme, header, userData, length));
    }

    static UserDataHeader header(byte[] userData, int offset) throws MalformedTpduException {
        if (userData.length == 0 || userData.length < 1 + (userData[0] & 0xFF)) {
            throw new MalformedTpduException(
                    "TP-UDHL at offset " + offset + " asks for more than the TP-UD's " + userData.length + " octets");
        }
        return UserDataHeader.parse(userData);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An SMS-DELIVER (TS 23.040 clause 9.2.2.1), decoded. Immutable as long as nobody changes {@code userData};
 * {@link #toString()} hides numbers and text.
 *
 * @param moreMessagesToSend true when more messages wait in the SMSC (TP-MMS bit 0)
 * @param loopPrevention TP-LP
 * @param statusReportIndication TP-SRI
 * @param replyPath TP-RP
 * @param originatingAddress TP-OA
 * @param protocolIdentifier TP-PID, 0 to 255
 * @param dataCodingScheme TP-DCS
 * @param serviceCentreTimestamp TP-SCTS with its offset; empty when the seven octets are not a date
 * @param userDataHeader header elements, {@link UserDataHeader#NONE} without TP-UDHI
 * @param userData TP-UD as it stands on the wire, header included; do not change the array
 * @param text decoded text; empty for 8-bit and compressed data, unless somebody has agreed on a charset
 */
public record SmsDeliver(
        boolean moreMessagesToSend,
        boolean loopPrevention,
        boolean statusReportIndication,
        boolean replyPath,
        Address originatingAddress,
        int protocolIdentifier,
        DataCodingScheme dataCodingScheme,
        Optional<OffsetDateTime> serviceCentreTimestamp,
        UserDataHeader userDataHeader,
        byte[] userData,
        String text) {

    public SmsDeliver {
        Objects.requireNonNull(originatingAddress, "originatingAddress");
        Objects.requireNonNull(dataCodingScheme, "dataCodingScheme");
        Objects.requireNonNull(serviceCentreTimestamp, "serviceCentreTimestamp");
        Objects.requireNonNull(userDataHeader, "userDataHeader");
        Objects.requireNonNull(userData, "userData");
        Objects.requireNonNull(text, "text");
        if (protocolIdentifier < 0 || protocolIdentifier > 255) {
            throw new IllegalArgumentException("protocolIdentifier " + protocolIdentifier + " is not within 0..255");
        }
        if (userDataHeader.octets() > userData.length) {
            throw new IllegalArgumentException("userData of " + userData.length
                    + " octets is shorter than its header of " + userDataHeader.octets());
        }
    }

    /** The alphabet of the text. */
    public Alphabet alphabet() {
        return dataCodingScheme.alphabet();
    }

    /** Which part of which long message this is; empty when it stands alone. */
    public Optional<Concatenation> concatenation() {
        return userDataHeader.concatenation();
    }

    /** The user data without its header, a copy: octets, UTF-16BE, or packed septets behind their fill bits. */
    public byte[] payload() {
        return Arrays.copyOfRange(userData, userDataHeader.octets(), userData.length);
    }

    /** The septets of the text, one in each octet, without header and fill bits; of the GSM 7-bit alphabet only. */
    public byte[] septets() {
        int first = Gsm7.headerSeptets(userDataHeader.octets());
        return Gsm7.unpack(userData, 0, first, Math.max(0, userDataLength() - first));
    }

    /** The same with another text. */
    public SmsDeliver withText(String other) {
        return new SmsDeliver(
                moreMessagesToSend,
                loopPrevention,
                statusReportIndication,
                replyPath,
                originatingAddress,
                protocolIdentifier,
                dataCodingScheme,
                serviceCentreTimestamp,
                userDataHeader,
                userData,
                other);
    }

    /**
     * The same saying another text, its user data made anew behind its header: in its own alphabet where that has all
     * characters, else in UCS2, where a header's national language tables mean nothing and are left out. What was 8-bit
     * data becomes text. It may be longer than one short message. A malformed header is left out.
     */
    public SmsDeliver saying(String other) {
        UserDataHeader before = userDataHeader.wellFormed();
        boolean septets = alphabet() != Alphabet.UCS2 && Gsm7.of(before).canEncode(other);
        DataCodingScheme scheme = alphabet() == (septets ? Alphabet.GSM7 : Alphabet.UCS2)
                ? dataCodingScheme
                : septets ? DataCodingScheme.GSM7 : DataCodingScheme.UCS2;
        UserDataHeader header = septets
                ? before
                : new UserDataHeader(before.elements().stream()
                        .filter(element -> element.identifier() != UserDataHeader.SINGLE_SHIFT
                                && element.identifier() != UserDataHeader.LOCKING_SHIFT)
                        .toList());
        byte[] head = header.encode();
        byte[] data;
        if (septets) {
            byte[] encoded = Gsm7.of(header).encode(other);
            int first = Gsm7.headerSeptets(head.length);
            data = Arrays.copyOf(head, Gsm7.octets(first + encoded.length));
            Gsm7.pack(encoded, data, first);
        } else {
            byte[] encoded = other.getBytes(StandardCharsets.UTF_16BE);
            data = Arrays.copyOf(head, head.length + encoded.length);
            System.arraycopy(encoded, 0, data, head.length, encoded.length);
        }
        return new SmsDeliver(
                moreMessagesToSend,
                loopPrevention,
                statusReportIndication,
                replyPath,
                originatingAddress,
                protocolIdentifier,
                scheme,
                serviceCentreTimestamp,
                header,
                data,
                other);
    }

    /** Messages that wait elsewhere: what the header says of them or, where it says nothing, the data coding scheme. */
    public List<MessagesWaiting> messagesWaiting() {
        List<SpecialSmsIndication> indications =
                userDataHeader.elements().isEmpty() ? List.of() : userDataHeader.specialSmsIndications();
        if (!indications.isEmpty()) {
            return indications.stream().map(MessagesWaiting::of).toList();
        }
        return dataCodingScheme
                .messageWaitingIndication()
                .map(indication -> List.of(MessagesWaiting.of(indication)))
                .orElse(List.of());
    }

    /**
     * TP-UDL: septets for the GSM 7-bit alphabet, header and fill bits included, octets otherwise. Seven octets hold
     * seven or eight septets; the text tells which.
     */
    public int userDataLength() {
        if (alphabet() != Alphabet.GSM7) {
            return userData.length;
        }
        int most = userData.length * 8 / 7;
        int headerSeptets = Gsm7.headerSeptets(userDataHeader.octets());
        if (most <= headerSeptets || userData.length % 7 != 0) {
            return most;
        }
        byte[] septets = Gsm7.unpack(userData, 0, headerSeptets, most - 1 - headerSeptets);
        return Gsm7.of(userDataHeader).decode(septets).equals(text) ? most - 1 : most;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SmsDeliver that
                && moreMessagesToSend == that.moreMessagesToSend
                && loopPrevention == that.loopPrevention
                && statusReportIndication == that.statusReportIndication
                && replyPath == that.replyPath
                && originatingAddress.equals(that.originatingAddress)
                && protocolIdentifier == that.protocolIdentifier
                && dataCodingScheme.equals(that.dataCodingScheme)
                && serviceCentreTimestamp.equals(that.serviceCentreTimestamp)
                && userDataHeader.equals(that.userDataHeader)
                && Arrays.equals(userData, that.userData)
                && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hash(originatingAddress, dataCodingScheme, serviceCentreTimestamp, text)
                + Arrays.hashCode(userData);
    }

    /** Alphabet and size, without numbers, text or data. */
    @Override
    public String toString() {
        return "SmsDeliver[" + originatingAddress + ", alphabet=" + alphabet() + ", " + userData.length + " octets]";
    }
}

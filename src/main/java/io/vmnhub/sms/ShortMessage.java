// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * One message taken from the SS7 network for a virtual mobile number: what travels through routes and connectors. It is
 * one short message, a long one that was {@linkplain #joined() joined} from several, or a {@linkplain #statusReport()
 * status report}. Immutable; safe to share between threads. {@link #toString()} hides numbers and text.
 *
 * @param id unique for each message taken, made by the hub; a lexicographically sortable, URL-safe string
 * @param identity the same for each repeat of the message by its SMSC
 * @param destinationAddress the VMN the message was sent to, an international E.164 number
 * @param serviceCentreAddress the SMSC that sent it: the MAP service centre address, digits of an E.164 number without
 *     plus; empty when the message named none
 * @param receivedAt when the hub took it, to the millisecond
 * @param deliver the SMS-DELIVER that carried it; of a joined message the first part's, with the user data and the text
 *     of all; of a status report what that has in common with one ({@link SmsStatusReport#content})
 * @param charset the charset in which its 8-bit data was read as text; empty when the text is not a reading of 8-bit
 *     data
 * @param joined what it was joined from; empty for one short message
 * @param statusReport what it reports, when it is an SMS-STATUS-REPORT; empty for an SMS-DELIVER
 */
public record ShortMessage(
        String id,
        MessageIdentity identity,
        Address destinationAddress,
        String serviceCentreAddress,
        Instant receivedAt,
        SmsDeliver deliver,
        Optional<EightBitCharset> charset,
        Optional<JoinedParts> joined,
        Optional<StatusReport> statusReport) {

    public ShortMessage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(destinationAddress, "destinationAddress");
        Objects.requireNonNull(serviceCentreAddress, "serviceCentreAddress");
        receivedAt = receivedAt.truncatedTo(ChronoUnit.MILLIS);
        Objects.requireNonNull(deliver, "deliver");
        Objects.requireNonNull(charset, "charset");
        Objects.requireNonNull(joined, "joined");
        Objects.requireNonNull(statusReport, "statusReport");
        if (joined.isPresent() && statusReport.isPresent()) {
            throw new IllegalArgumentException("a status report is not joined from parts");
        }
    }

    /** A short message as it came, whose identity is that of its id: nothing else will be taken for a repeat of it. */
    public ShortMessage(
            String id,
            Address destinationAddress,
            String serviceCentreAddress,
            Instant receivedAt,
            SmsDeliver deliver) {
        this(
                id,
                MessageIdentity.ofId(id),
                destinationAddress,
                serviceCentreAddress,
                receivedAt,
                deliver,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A status report as it came, whose identity is that of its id. */
    public ShortMessage(
            String id,
            Address destinationAddress,
            String serviceCentreAddress,
            Instant receivedAt,
            SmsStatusReport report) {
        this(
                id,
                MessageIdentity.ofId(id),
                destinationAddress,
                serviceCentreAddress,
                receivedAt,
                report.content(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(report.report()));
    }

    /** The same message with another identity. */
    public ShortMessage withIdentity(MessageIdentity other) {
        return new ShortMessage(
                id,
                other,
                destinationAddress,
                serviceCentreAddress,
                receivedAt,
                deliver,
                charset,
                joined,
                statusReport);
    }

    /** An SMS-DELIVER or an SMS-STATUS-REPORT. */
    public MessageKind kind() {
        return statusReport.isPresent() ? MessageKind.STATUS_REPORT : MessageKind.DELIVER;
    }

    /**
     * The same message with another text.
     *
     * @param readIn the charset in which its 8-bit data was read, if that is what the text is: the data stays. Empty
     *     for a text that takes the place of what was there, user data included ({@link SmsDeliver#saying})
     */
    public ShortMessage withText(String text, Optional<EightBitCharset> readIn) {
        return new ShortMessage(
                id,
                identity,
                destinationAddress,
                serviceCentreAddress,
                receivedAt,
                readIn.isPresent() ? deliver.withText(text) : deliver.saying(text),
                readIn,
                joined,
                statusReport);
    }

    /**
     * True when {@link #text()} is what was typed; false for 8-bit data without a charset and for compressed data,
     * which have no text.
     */
    public boolean hasText() {
        return charset.isPresent()
                || deliver.alphabet() != Alphabet.OCTETS
                        && !deliver.dataCodingScheme().compressed();
    }

    /** The sender. */
    public Address originatingAddress() {
        return deliver.originatingAddress();
    }

    /** The decoded text; empty for compressed data, and for 8-bit data without a charset. */
    public String text() {
        return deliver.text();
    }

    /** TP-UD as it stands on the wire, header included; do not change the array. */
    public byte[] userData() {
        return deliver.userData();
    }

    /** Which part of which long message this is; empty when it stands alone or was joined, and for a status report. */
    public Optional<Concatenation> concatenation() {
        return statusReport.isPresent() ? Optional.empty() : deliver.concatenation();
    }

    /** The id, alphabet and size, without numbers, text or data. */
    @Override
    public String toString() {
        return "ShortMessage[id=" + id + ", alphabet=" + deliver.alphabet() + ", " + userData().length + " octets]";
    }
}

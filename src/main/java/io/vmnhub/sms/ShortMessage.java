package io.vmnhub.sms;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One short message taken from the SS7 network for a virtual mobile number: what travels through routes and connectors.
 * Immutable; safe to share between threads. {@link #toString()} hides numbers and text.
 *
 * @param id                   unique for each message taken, made by the hub; a lexicographically sortable, URL-safe string
 * @param destinationAddress   the VMN the message was sent to, an international E.164 number
 * @param serviceCentreAddress the SMSC that sent it: the MAP service centre address, digits of an E.164 number without plus
 * @param receivedAt           when the hub took it
 * @param deliver              the SMS-DELIVER that carried it
 */
public record ShortMessage(String id, Address destinationAddress, String serviceCentreAddress, Instant receivedAt,
                           SmsDeliver deliver) {

    public ShortMessage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(destinationAddress, "destinationAddress");
        Objects.requireNonNull(serviceCentreAddress, "serviceCentreAddress");
        Objects.requireNonNull(receivedAt, "receivedAt");
        Objects.requireNonNull(deliver, "deliver");
    }

    /** The sender. */
    public Address originatingAddress() {
        return deliver.originatingAddress();
    }

    /** The decoded text; empty for 8-bit and compressed data. */
    public String text() {
        return deliver.text();
    }

    /** TP-UD as it stands on the wire, header included; do not change the array. */
    public byte[] userData() {
        return deliver.userData();
    }

    /** Which part of which long message this is; empty when it stands alone. */
    public Optional<Concatenation> concatenation() {
        return deliver.concatenation();
    }

    /** The id, alphabet and size, without numbers, text or data. */
    @Override
    public String toString() {
        return "ShortMessage[id=" + id + ", alphabet=" + deliver.alphabet() + ", " + userData().length + " octets]";
    }
}

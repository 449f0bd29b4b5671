// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.OffsetDateTime;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the identities of messages: the first 128 bits of an HMAC-SHA-256 (RFC 2104) over SMSC address, TP-OA, VMN,
 * TP-SCTS, TP-PID, TP-DCS and TP-UD with its header, of a status report over TP-MR, TP-DT and TP-ST as well. Hubs that
 * have the same key give a message the same identity. Who has not the key can neither find out what a message says by
 * its identity nor make up a message that has the identity of another one. Thread-safe.
 */
public final class MessageIdentities {

    /** Octets a key has at least. */
    public static final int SHORTEST_KEY = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int NUMBERS = 3 + 8 + 4;
    private static final int REPORT = 3;

    private final Mac prototype;

    /** @throws IllegalArgumentException when the key is shorter than {@value #SHORTEST_KEY} octets */
    public MessageIdentities(byte[] key) {
        if (key.length < SHORTEST_KEY) {
            throw new IllegalArgumentException(
                    "the key of message identities has " + key.length + " octets; it needs " + SHORTEST_KEY);
        }
        try {
            prototype = Mac.getInstance(ALGORITHM);
            prototype.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Whether a repeat of the message can be told from another message that says the same: only its timestamp does. */
    public static boolean isRepeatable(ShortMessage message) {
        return message.deliver().serviceCentreTimestamp().isPresent();
    }

    /** The message with its identity; without a valid timestamp that is the identity of its id. */
    public ShortMessage identify(ShortMessage message) {
        return message.withIdentity(message.deliver()
                .serviceCentreTimestamp()
                .map(timestamp -> of(message, timestamp))
                .orElseGet(() -> MessageIdentity.ofId(message.id())));
    }

    private MessageIdentity of(ShortMessage message, OffsetDateTime timestamp) {
        SmsDeliver deliver = message.deliver();
        Mac mac = mac();
        text(mac, message.serviceCentreAddress());
        text(mac, deliver.originatingAddress().value());
        text(mac, message.destinationAddress().value());
        mac.update(ByteBuffer.allocate(NUMBERS + 2)
                .put((byte) deliver.originatingAddress().typeOfNumber().code())
                .put((byte) deliver.originatingAddress().numberingPlan())
                .put((byte) deliver.protocolIdentifier())
                .put((byte) deliver.dataCodingScheme().value())
                .put((byte) (deliver.userDataHeader().isPresent() ? 1 : 0))
                .putLong(timestamp.toEpochSecond())
                .putInt(timestamp.getOffset().getTotalSeconds())
                .flip());
        mac.update((byte) message.kind().code());
        message.statusReport().ifPresent(report -> report(mac, report));
        return MessageIdentity.of(mac.doFinal(deliver.userData()));
    }

    private static void report(Mac mac, StatusReport report) {
        long discharged =
                report.dischargeTime().map(OffsetDateTime::toEpochSecond).orElse(Long.MIN_VALUE);
        mac.update(ByteBuffer.allocate(REPORT + Long.BYTES)
                .put((byte) report.messageReference())
                .put((byte) report.status())
                .put((byte) (report.ofCommand() ? 1 : 0))
                .putLong(discharged)
                .flip());
    }

    /** Each text with its length before it, so that no two rows of texts read alike. */
    private static void text(Mac mac, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        mac.update((byte) octets.length);
        mac.update(octets);
    }

    private Mac mac() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's " + ALGORITHM + " cannot be cloned", e);
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.OffsetDateTime;
import java.util.Optional;
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
    /** Octets of the fields of fixed size. */
    private static final int NUMBERS = 5 + Long.BYTES + Integer.BYTES + 1;

    private static final int REPORT = 3 + Long.BYTES;

    private final Mac prototype;
    /** One a thread, since a clone for each message costs as much as the half of what it computes. */
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::mac);

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

    /**
     * The identity of a message; without a valid timestamp that of its id.
     *
     * @param id of the message
     * @param destinationAddress the VMN
     * @param serviceCentreAddress digits; may be empty
     * @param deliver what the message says; of a status report what that has in common with an SMS-DELIVER
     * @param statusReport what it reports; empty for an SMS-DELIVER
     */
    public MessageIdentity of(
            String id,
            Address destinationAddress,
            String serviceCentreAddress,
            SmsDeliver deliver,
            Optional<StatusReport> statusReport) {
        if (deliver.serviceCentreTimestamp().isEmpty()) {
            return MessageIdentity.ofId(id);
        }
        OffsetDateTime timestamp = deliver.serviceCentreTimestamp().get();
        byte[] smsc = serviceCentreAddress.getBytes(StandardCharsets.UTF_8);
        byte[] sender = deliver.originatingAddress().value().getBytes(StandardCharsets.UTF_8);
        byte[] recipient = destinationAddress.value().getBytes(StandardCharsets.UTF_8);
        byte[] userData = deliver.userData();
        ByteBuffer octets = ByteBuffer.allocate(
                3 + smsc.length + sender.length + recipient.length + NUMBERS + REPORT + userData.length);
        text(octets, smsc);
        text(octets, sender);
        text(octets, recipient);
        octets.put((byte) deliver.originatingAddress().typeOfNumber().code())
                .put((byte) deliver.originatingAddress().numberingPlan())
                .put((byte) deliver.protocolIdentifier())
                .put((byte) deliver.dataCodingScheme().value())
                .put((byte) (deliver.userDataHeader().isPresent() ? 1 : 0))
                .putLong(timestamp.toEpochSecond())
                .putInt(timestamp.getOffset().getTotalSeconds())
                .put((byte) (statusReport.isPresent() ? MessageKind.STATUS_REPORT : MessageKind.DELIVER).code());
        statusReport.ifPresent(report -> report(octets, report));
        octets.put(userData).flip();
        Mac mac = macs.get();
        mac.update(octets);
        return MessageIdentity.of(mac.doFinal());
    }

    private static void report(ByteBuffer octets, StatusReport report) {
        octets.put((byte) report.messageReference())
                .put((byte) report.status())
                .put((byte) (report.ofCommand() ? 1 : 0))
                .putLong(report.dischargeTime()
                        .map(OffsetDateTime::toEpochSecond)
                        .orElse(Long.MIN_VALUE));
    }

    /** Each text with its length before it, so that no two rows of texts read alike. */
    private static void text(ByteBuffer octets, byte[] text) {
        octets.put((byte) text.length).put(text);
    }

    private Mac mac() {
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's " + ALGORITHM + " cannot be cloned", e);
        }
    }
}

package io.vmnhub.sms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * What two deliveries of one short message have in common: SMSC address, TP-OA, VMN, TP-SCTS, TP-PID, TP-DCS and TP-UD with its header,
 * as the first 128 bits of their SHA-256. A sender cannot make up a message that has the identity of another one.
 *
 * @param high the first 64 bits
 * @param low  the other 64 bits
 */
public record MessageIdentity(long high, long low) {

    private static final int NUMBERS = 3 + 8 + 4;

    /** @return empty without a valid timestamp: two messages with the same text could then not be told from one that was repeated */
    public static Optional<MessageIdentity> of(ShortMessage message) {
        return message.deliver().serviceCentreTimestamp().map(timestamp -> of(message, timestamp));
    }

    private static MessageIdentity of(ShortMessage message, OffsetDateTime timestamp) {
        SmsDeliver deliver = message.deliver();
        MessageDigest digest = sha256();
        text(digest, message.serviceCentreAddress());
        text(digest, deliver.originatingAddress().value());
        text(digest, message.destinationAddress().value());
        digest.update(ByteBuffer.allocate(NUMBERS + 2)
            .put((byte) deliver.originatingAddress().typeOfNumber().ordinal()).put((byte) deliver.originatingAddress().numberingPlan())
            .put((byte) deliver.protocolIdentifier()).put((byte) deliver.dataCodingScheme().value())
            .put((byte) (deliver.userDataHeader().isPresent() ? 1 : 0))
            .putLong(timestamp.toEpochSecond()).putInt(timestamp.getOffset().getTotalSeconds()).flip());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(deliver.userData()));
        return new MessageIdentity(hash.getLong(), hash.getLong());
    }

    /** Each text with its length before it, so that no two rows of texts read alike. */
    private static void text(MessageDigest digest, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        digest.update((byte) octets.length);
        digest.update(octets);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

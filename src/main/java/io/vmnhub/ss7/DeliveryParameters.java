// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * The optional parameters of mt-ForwardSM that later versions of TS 29.002 (clause 17.7.6, MT-ForwardSM-Arg) have
 * added. jSS7 passes over them, so they are read from the argument's octets. One that is malformed is left out: none of
 * them is needed to deliver the message. Immutable.
 *
 * @param smDeliveryTimer how long the SMSC waits for the answer, 30 to 600 s
 * @param smDeliveryStartTime when it began to wait, to the second
 * @param smsOverIpOnly whether the message is to be delivered over IP only
 * @param correlationId what ties the message to one without MSISDN
 * @param maximumRetransmissionTime until when the SMSC can send the message again
 * @param smsGmscAddress the SMS-GMSC, digits of an E.164 number
 */
public record DeliveryParameters(
        Optional<Duration> smDeliveryTimer,
        Optional<Instant> smDeliveryStartTime,
        boolean smsOverIpOnly,
        Optional<CorrelationId> correlationId,
        Optional<Instant> maximumRetransmissionTime,
        Optional<String> smsGmscAddress) {

    /** None of them. */
    public static final DeliveryParameters NONE = new DeliveryParameters(
            Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty());

    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SMS_OVER_IP_ONLY_INDICATOR = 0x80;
    private static final int CORRELATION_ID = 0xa1;
    private static final int MAXIMUM_RETRANSMISSION_TIME = 0x82;
    private static final int SMS_GMSC_ADDRESS = 0x83;
    private static final int MANDATORY = 3;

    private static final int SHORTEST_TIMER = 30;
    private static final int LONGEST_TIMER = 600;
    private static final int TIMER_OCTETS = 2;
    private static final int TIME_OCTETS = 4;
    /** From 1900, where NTP's seconds begin, to 1970. */
    static final long SECONDS_TO_1970 = 2_208_988_800L;

    private static final int LONGEST_ADDRESS = 9;
    private static final String SEMI_OCTETS = "0123456789*#abc";

    /**
     * CorrelationID (TS 29.002 clause 17.7.6).
     *
     * @param hlrId the leading digits of the IMSI
     * @param sipUriA the SIP URI of the sender
     * @param sipUriB the SIP URI of the receiver
     */
    public record CorrelationId(Optional<String> hlrId, Optional<String> sipUriA, Optional<String> sipUriB) {

        private static final int HLR_ID = 0x80;
        private static final int SIP_URI_A = 0x81;
        private static final int SIP_URI_B = 0x82;

        static CorrelationId of(Ber parts, byte[] octets) {
            CorrelationId id = new CorrelationId(Optional.empty(), Optional.empty(), Optional.empty());
            while (parts.next()) {
                byte[] value = Arrays.copyOfRange(octets, parts.content(), parts.content() + parts.length());
                switch (parts.tag()) {
                    case HLR_ID -> id = new CorrelationId(Optional.of(digits(value, 0)), id.sipUriA, id.sipUriB);
                    case SIP_URI_A -> id = new CorrelationId(id.hlrId, Optional.of(text(value)), id.sipUriB);
                    case SIP_URI_B -> id = new CorrelationId(id.hlrId, id.sipUriA, Optional.of(text(value)));
                    default -> {
                        // later versions may add more
                    }
                }
            }
            return id;
        }

        /** RFC 3261 writes a URI in UTF-8. */
        private static String text(byte[] octets) {
            return new String(octets, StandardCharsets.UTF_8);
        }

        /** Without them: they name a subscriber. */
        @Override
        public String toString() {
            return "CorrelationId";
        }
    }

    public DeliveryParameters {
        Objects.requireNonNull(smDeliveryTimer, "smDeliveryTimer");
        Objects.requireNonNull(smDeliveryStartTime, "smDeliveryStartTime");
        Objects.requireNonNull(correlationId, "correlationId");
        Objects.requireNonNull(maximumRetransmissionTime, "maximumRetransmissionTime");
        Objects.requireNonNull(smsGmscAddress, "smsGmscAddress");
    }

    /** @param argument the content of the SEQUENCE MT-ForwardSM-Arg; whatever it is, this does not fail */
    static DeliveryParameters of(byte[] argument) {
        Ber parts = new Ber(argument, 0, argument.length);
        for (int i = 0; i < MANDATORY; i++) {
            if (!parts.next()) {
                return NONE;
            }
        }
        DeliveryParameters found = NONE;
        while (parts.next()) {
            found = found.with(parts, argument);
        }
        return found;
    }

    private DeliveryParameters with(Ber part, byte[] octets) {
        ByteBuffer value = ByteBuffer.wrap(octets, part.content(), part.length());
        return switch (part.tag()) {
            case INTEGER ->
                new DeliveryParameters(
                        timer(value),
                        smDeliveryStartTime,
                        smsOverIpOnly,
                        correlationId,
                        maximumRetransmissionTime,
                        smsGmscAddress);
            case OCTET_STRING ->
                new DeliveryParameters(
                        smDeliveryTimer,
                        time(value),
                        smsOverIpOnly,
                        correlationId,
                        maximumRetransmissionTime,
                        smsGmscAddress);
            case SMS_OVER_IP_ONLY_INDICATOR ->
                new DeliveryParameters(
                        smDeliveryTimer,
                        smDeliveryStartTime,
                        true,
                        correlationId,
                        maximumRetransmissionTime,
                        smsGmscAddress);
            case CORRELATION_ID ->
                new DeliveryParameters(
                        smDeliveryTimer,
                        smDeliveryStartTime,
                        smsOverIpOnly,
                        Optional.of(CorrelationId.of(part.inside(), octets)),
                        maximumRetransmissionTime,
                        smsGmscAddress);
            case MAXIMUM_RETRANSMISSION_TIME ->
                new DeliveryParameters(
                        smDeliveryTimer,
                        smDeliveryStartTime,
                        smsOverIpOnly,
                        correlationId,
                        time(value),
                        smsGmscAddress);
            case SMS_GMSC_ADDRESS ->
                new DeliveryParameters(
                        smDeliveryTimer,
                        smDeliveryStartTime,
                        smsOverIpOnly,
                        correlationId,
                        maximumRetransmissionTime,
                        address(Arrays.copyOfRange(octets, part.content(), part.content() + part.length())));
            default -> this;
        };
    }

    private static Optional<Duration> timer(ByteBuffer value) {
        int seconds = value.remaining() == 1 ? value.get() : value.remaining() == TIMER_OCTETS ? value.getShort() : 0;
        return seconds >= SHORTEST_TIMER && seconds <= LONGEST_TIMER
                ? Optional.of(Duration.ofSeconds(seconds))
                : Optional.empty();
    }

    /** Time: the seconds since 1900 (RFC 5905), which begin anew in 2036: what would be before 1970 is after that. */
    private static Optional<Instant> time(ByteBuffer value) {
        if (value.remaining() != TIME_OCTETS) {
            return Optional.empty();
        }
        long seconds = Integer.toUnsignedLong(value.getInt());
        return Optional.of(Instant.ofEpochSecond(
                (seconds < SECONDS_TO_1970 ? seconds + (1L << Integer.SIZE) : seconds) - SECONDS_TO_1970));
    }

    /** ISDN-AddressString: an octet that says what number it is, and its digits. */
    private static Optional<String> address(byte[] octets) {
        return octets.length < 2 || octets.length > LONGEST_ADDRESS ? Optional.empty() : Optional.of(digits(octets, 1));
    }

    static String digits(byte[] octets, int from) {
        StringBuilder digits = new StringBuilder();
        for (int i = 2 * from; i < 2 * octets.length; i++) {
            int semiOctet = octets[i / 2] >> i % 2 * 4 & 0xf;
            if (semiOctet < SEMI_OCTETS.length()) {
                digits.append(SEMI_OCTETS.charAt(semiOctet));
            }
        }
        return digits.toString();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.ss7.DeliveryParameters.CorrelationId;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * The optional parameters of sendRoutingInfoForSM that later versions of TS 29.002 (clause 17.7.6,
 * RoutingInfoForSM-Arg) have added. They are read from the argument's octets; one that is malformed or unknown is left
 * out. Immutable.
 *
 * @param deliveryNotIntended sm-deliveryNotIntended: no message follows, somebody wants to know
 * @param imsi of the subscriber, when the number may be none of the hub's
 * @param singleAttempt singleAttemptDelivery: the SMSC does not try again, so it is not to be alerted
 * @param correlationId what ties the query to a message without MSISDN
 * @param smsfSupport smsf-supportIndicator: the SMSC can deliver to an SMSF
 */
public record RoutingParameters(
        Optional<NotIntended> deliveryNotIntended,
        Optional<String> imsi,
        boolean singleAttempt,
        Optional<CorrelationId> correlationId,
        boolean smsfSupport) {

    /** None of them. */
    public static final RoutingParameters NONE =
            new RoutingParameters(Optional.empty(), Optional.empty(), false, Optional.empty(), false);

    private static final int DELIVERY_NOT_INTENDED = 0x8a;
    private static final int IMSI = 0x8c;
    private static final int SINGLE_ATTEMPT_DELIVERY = 0x8d;
    private static final int CORRELATION_ID = 0xaf;
    private static final int SMSF_SUPPORT_INDICATOR = 0x90;
    private static final int SHORTEST_IMSI = 3;
    private static final int LONGEST_IMSI = 8;

    /** What a query that wants no delivery asks for. */
    public enum NotIntended {
        ONLY_IMSI("onlyIMSI"),
        ONLY_MCC_MNC("onlyMCC-MNC");

        private final String word;

        NotIntended(String word) {
            this.word = word;
        }

        /** As headers have it. */
        public String word() {
            return word;
        }
    }

    public RoutingParameters {
        Objects.requireNonNull(deliveryNotIntended, "deliveryNotIntended");
        Objects.requireNonNull(imsi, "imsi");
        Objects.requireNonNull(correlationId, "correlationId");
    }

    /** @param argument the content of the SEQUENCE RoutingInfoForSM-Arg; whatever it is, this does not fail */
    static RoutingParameters of(byte[] argument) {
        RoutingParameters found = NONE;
        for (Ber parts = new Ber(argument, 0, argument.length); parts.next(); ) {
            found = found.with(parts, argument);
        }
        return found;
    }

    private RoutingParameters with(Ber part, byte[] octets) {
        return switch (part.tag()) {
            case DELIVERY_NOT_INTENDED ->
                new RoutingParameters(notIntended(part, octets), imsi, singleAttempt, correlationId, smsfSupport);
            case IMSI ->
                new RoutingParameters(
                        deliveryNotIntended, imsi(part, octets), singleAttempt, correlationId, smsfSupport);
            case SINGLE_ATTEMPT_DELIVERY ->
                new RoutingParameters(deliveryNotIntended, imsi, true, correlationId, smsfSupport);
            case CORRELATION_ID ->
                new RoutingParameters(
                        deliveryNotIntended,
                        imsi,
                        singleAttempt,
                        Optional.of(CorrelationId.of(part.inside(), octets)),
                        smsfSupport);
            case SMSF_SUPPORT_INDICATOR ->
                new RoutingParameters(deliveryNotIntended, imsi, singleAttempt, correlationId, true);
            default -> this;
        };
    }

    private static Optional<NotIntended> notIntended(Ber part, byte[] octets) {
        int value = part.length() == 1 ? octets[part.content()] : -1;
        return value == 0
                ? Optional.of(NotIntended.ONLY_IMSI)
                : value == 1 ? Optional.of(NotIntended.ONLY_MCC_MNC) : Optional.empty();
    }

    private static Optional<String> imsi(Ber part, byte[] octets) {
        if (part.length() < SHORTEST_IMSI || part.length() > LONGEST_IMSI) {
            return Optional.empty();
        }
        byte[] value = Arrays.copyOfRange(octets, part.content(), part.content() + part.length());
        return Optional.of(DeliveryParameters.digits(value, 0));
    }
}

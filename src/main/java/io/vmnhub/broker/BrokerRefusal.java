// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.vmnhub.exchange.NotConfirmedException;
import jakarta.jms.TransactionRolledBackException;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;

/**
 * What a broker's refusal means, and its words without content: brokers print the message that they refuse, with its
 * numbers, into them.
 */
final class BrokerRefusal {

    private static final Pattern FROM_THE_MESSAGE_ON =
            Pattern.compile("(?s)(Message information|\\w*Message ?[\\[(]|properties=|Properties).*");
    private static final Pattern NUMBER = Pattern.compile("(?<!AMQ)\\+?[0-9]{6,}");
    private static final int LONGEST = 200;
    private static final String DUPLICATE = "Duplicate message detected"; // Artemis' words, all there is over AMQP

    private BrokerRefusal() {}

    /** The failure in words that hold nothing of the message. */
    static NotConfirmedException of(String place, Exception failure) {
        return new NotConfirmedException(place + ": " + words(String.valueOf(failure.getMessage())), failure);
    }

    static String words(String text) {
        String words = NUMBER.matcher(FROM_THE_MESSAGE_ON.matcher(text).replaceFirst(""))
                .replaceAll("…")
                .strip();
        return words.length() > LONGEST ? words.substring(0, LONGEST) : words;
    }

    /** Whether an Artemis has had a message with this id before, so that it need not be sent. */
    static boolean isDuplicate(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            if (cause instanceof ActiveMQException artemis
                            && artemis.getType() == ActiveMQExceptionType.DUPLICATE_ID_REJECTED
                    || cause instanceof TransactionRolledBackException rolledBack
                            && String.valueOf(rolledBack.getMessage()).startsWith(DUPLICATE)) {
                return true;
            }
        }
        return false;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.sms.MessageIdentities;
import io.vmnhub.sms.MessageIdentity;
import io.vmnhub.sms.ShortMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.Exchange;

/**
 * What holds for an exchange on its whole way: looked up once, when the exchange is made, and carried by it as a
 * property, which copies share. What is configured otherwise meanwhile holds for later exchanges.
 *
 * @param application who owns the number; empty when nobody does
 * @param policy in which form that application gets messages to the number
 * @param identity what repeats of the message by its SMSC have in common; empty without a message, and for one whose
 *     repeats cannot be distinguished from new messages
 * @param answerBy until when the SMSC must be answered, by {@link System#nanoTime}; empty when none waits
 */
public record MessageContext(
        String application, MessagePolicy policy, Optional<MessageIdentity> identity, OptionalLong answerBy) {

    private static final String PROPERTY = "VmnHubMessageContext";

    /** That of a message for which no SMSC waits. */
    public static MessageContext of(String application, MessagePolicy policy, ShortMessage message) {
        return new MessageContext(application, policy, identity(message), OptionalLong.empty());
    }

    private static Optional<MessageIdentity> identity(ShortMessage message) {
        return MessageIdentities.isRepeatable(message) ? Optional.of(message.identity()) : Optional.empty();
    }

    /** That of an invoke, and of its message if it has one. */
    public static MessageContext answeredBy(
            long nanoTime, String application, MessagePolicy policy, Optional<ShortMessage> message) {
        return new MessageContext(
                application, policy, message.flatMap(MessageContext::identity), OptionalLong.of(nanoTime));
    }

    /** The context of {@code exchange}; empty when a route has made the exchange of something else than a message. */
    public static Optional<MessageContext> of(Exchange exchange) {
        return Optional.ofNullable((MessageContext) exchange.getProperty(PROPERTY));
    }

    /** Gives {@code exchange} this context in place of the one that it has. */
    public MessageContext attach(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
        return this;
    }

    /** The same message for another application. */
    public MessageContext ownedBy(String other, MessagePolicy otherPolicy) {
        return new MessageContext(other, otherPolicy, identity, answerBy);
    }

    /** The same message when no SMSC waits for it any more. */
    public MessageContext answered() {
        return new MessageContext(application, policy, identity, OptionalLong.empty());
    }

    /** The same message, for whose end at most {@code time} is left when an SMSC waits. */
    public MessageContext within(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return answerBy.isEmpty() || end - answerBy.getAsLong() >= 0
                ? this
                : new MessageContext(application, policy, identity, OptionalLong.of(end));
    }

    /** What is left of the time to answer, perhaps less than nothing; empty when no SMSC waits. */
    public Optional<Duration> timeLeft() {
        return answerBy.isEmpty()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(answerBy.getAsLong() - System.nanoTime()));
    }
}

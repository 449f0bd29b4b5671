// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.exchange.MessageContext;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.sms.ShortMessage;
import org.apache.camel.Exchange;

/** Finds what holds for the message of an exchange. */
final class Contexts {

    private final MessagePolicies policies;

    Contexts(MessagePolicies policies) {
        this.policies = policies;
    }

    /**
     * The context that the exchange has. A message that has been given to another application has that one's policy
     * from then on, and one that a route has made itself gets a context here.
     */
    MessageContext of(Exchange exchange, ShortMessage message) {
        String application = Headers.application(exchange);
        MessageContext context = MessageContext.of(exchange).orElse(null);
        if (context == null) {
            return create(application, message).attach(exchange);
        }
        return context.application().equals(application)
                ? context
                : context.ownedBy(
                                application,
                                policies.of(
                                        application,
                                        message.destinationAddress().value()))
                        .attach(exchange);
    }

    /** The context of a message for which no SMSC waits. */
    MessageContext create(String application, ShortMessage message) {
        return MessageContext.of(
                application,
                policies.of(application, message.destinationAddress().value()),
                message);
    }
}

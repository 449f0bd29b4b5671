// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.sms.ShortMessage;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What the steps need to know of the hub around them. Implementations are thread-safe and do not block. */
public interface MessageForms {

    /**
     * What holds for a message: the settings of its application, with those of its number's range where that has its
     * own.
     */
    MessageSettings settings(String application, ShortMessage message);

    /** Sets a Camel message's body, and every header that describes it. */
    void write(ShortMessage shortMessage, Message message);

    /**
     * Whether an exchange that has ended well is one after which the SMSC knows its message delivered: it may have been
     * left without an answer.
     */
    boolean acknowledged(Exchange ended);

    /** Whether a route has refused a message for good, so that it would refuse it again. */
    boolean isFinal(Exception failure);

    /** The exception that makes the SMSC give a message up, because nobody will ever be able to read it. */
    Exception unreadable(String reason);
}

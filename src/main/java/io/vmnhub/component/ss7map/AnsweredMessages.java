// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.vmnhub.sms.ShortMessage;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapInvocation;
import java.time.Duration;
import org.apache.camel.Exchange;

/**
 * Is told of each message for delivery, and of the answer to it. Found in the registry by its type; without one nobody
 * is told. It is called on threads that serve the network: it must neither block nor throw.
 */
public interface AnsweredMessages {

    /**
     * A message is about to enter its route.
     *
     * @return who is told of its answer
     */
    Answered taken(MapInvocation invocation, Exchange exchange, ShortMessage message, String application);

    /**
     * The TPDU is not a message, nobody owns the IMSI, or no route thread was free before the deadline.
     *
     * @return who is told of its answer
     */
    Answered unreadable(MapInvocation invocation);

    /** Is told once, when the answer has been sent. */
    interface Answered {

        /**
         * @param reason why it is not a result; may be empty
         * @param sent false when the dialogue had ended before, or the peer could not be reached
         * @param took from taking to answering
         */
        void answered(MapAnswer answer, String reason, boolean sent, Duration took);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.sms.ShortMessage;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Where long messages go once they are joined: it delivers them to their applications, as often as it takes. A call may
 * block for a moment. Implementations are thread-safe.
 */
public interface JoinedStore {

    /**
     * Keeps a message until its application has it.
     *
     * @param whenEnded gets null when the message survives the end of the process, else the reason why it does not
     */
    void store(String application, ShortMessage message, Consumer<Exception> whenEnded);

    /**
     * Makes a message a dead letter.
     *
     * @param reason why, in words without content
     * @param whenEnded gets null when the message survives the end of the process, else the reason why it does not
     */
    void bury(String application, ShortMessage message, String reason, Instant diedAt, Consumer<Exception> whenEnded);
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Tells the receiver of one subscription of its messages, in the form that the receiver understands. Never blocks. */
public interface Notification extends AutoCloseable {

    /** Whether there is no use in trying now. */
    boolean pauses();

    /** Ends well in any case. */
    Future<Outcome> send(InboxMessage message);

    @Override
    void close();

    /**
     * What became of a notification.
     *
     * @param confirmed the receiver has the message
     * @param gone the receiver does not want notifications any more
     * @param pause the receiver asks for before the next attempt
     * @param reason why it is not confirmed, in words; empty when it is
     */
    record Outcome(boolean confirmed, boolean gone, Optional<Duration> pause, String reason) {

        /** The receiver has the message. */
        public static Outcome ofConfirmed() {
            return new Outcome(true, false, Optional.empty(), "");
        }
    }
}

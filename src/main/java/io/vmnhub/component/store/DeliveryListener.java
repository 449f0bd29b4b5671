// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.exchange.MessageOutcome;

/** Hears what becomes of the messages of a queue. Implementations do not block, and are safe to share. */
public interface DeliveryListener {

    /** Hears nothing. */
    DeliveryListener NOBODY = new DeliveryListener() {
        @Override
        public void attemptFailed() {}

        @Override
        public void ended(MessageOutcome outcome) {}
    };

    /** An attempt has failed, and another one follows. */
    void attemptFailed();

    /** A message was delivered, or is a dead letter. */
    void ended(MessageOutcome outcome);
}

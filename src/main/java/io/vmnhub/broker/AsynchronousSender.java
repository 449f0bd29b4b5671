// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

/** A sender whose messages are confirmed one by one, thousands in flight at a time. */
public interface AsynchronousSender extends QueueSender {

    /** How many messages are sent and not confirmed. */
    int inFlight();
}

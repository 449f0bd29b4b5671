// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

/**
 * The trace of one message that is traced: a span for the message, and one for each way out that gets it. Thread-safe.
 */
public interface MessageTrace {

    /** The header of W3C Trace Context, and the JMS property of that name. */
    String HEADER = "traceparent";

    /** What stands for the message's own span in {@link #HEADER}. */
    String traceparent();

    /** A way out gets the message. */
    Step sent(String connector, String route);

    /**
     * The message has its answer, or its attempt has ended. Called once.
     *
     * @param outcome one word
     */
    void ended(String outcome, boolean confirmed);

    /** A message at a way out. */
    interface Step {

        /** What stands for it in {@link MessageTrace#HEADER}. */
        String traceparent();

        /** @param failure null when it was confirmed */
        void ended(Throwable failure);
    }
}

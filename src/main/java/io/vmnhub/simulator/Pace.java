// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

/** When a run sends its messages. */
public sealed interface Pace {

    /** @return how many messages may be under way at once */
    int mostInFlight();

    /** Closed loop: the next message goes as soon as fewer than this many are under way. */
    record InFlight(int mostInFlight) implements Pace {
        public InFlight {
            positive(mostInFlight);
        }
    }

    /**
     * Open loop: messages go at a constant rate, whatever becomes of those before. Their latency counts from the moment
     * each was to go, so that a hub that stalls cannot hide it by holding back the messages that would have suffered
     * (coordinated omission).
     *
     * @param perSecond messages a second
     * @param mostInFlight a message whose turn comes while so many are under way is not sent, and counted as such
     */
    record Rate(double perSecond, int mostInFlight) implements Pace {
        public Rate {
            if (!(perSecond > 0) || perSecond > 1_000_000) {
                throw new IllegalArgumentException(
                        "a rate of " + perSecond + " messages a second is not above 0 and at most 1000000");
            }
            positive(mostInFlight);
        }
    }

    private static void positive(int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("in flight " + messages + " is not at least 1");
        }
    }
}

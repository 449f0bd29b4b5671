// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.sms.MessageWaitingStatus;
import java.util.Optional;

/** One invoke that waits for its answer. Thread-safe: any thread may answer, once. */
public interface MapInvocation {

    Dialogue dialogue();

    MapRequest request();

    /**
     * Sends the answer, in the form that the dialogue's version has for it. Answers of one dialogue leave in the order
     * of their invokes.
     *
     * @return false when the invoke had been answered already, its dialogue has ended, or the peer cannot be reached;
     *     nothing is sent then, and {@link #unsentBecause} says why
     */
    default boolean answer(MapAnswer answer) {
        return answer(answer, Optional.empty());
    }

    /**
     * As {@link #answer(MapAnswer)}, accompanied by informServiceCentre where the dialogue has it: sendRoutingInfoForSM
     * in versions 2 and 3.
     *
     * @param waiting what informServiceCentre tells; empty for none
     */
    boolean answer(MapAnswer answer, Optional<MessageWaitingStatus> waiting);

    /**
     * Why the answer was not sent, in a few words without numbers of subscribers; empty when it was, or when none was
     * given yet.
     */
    String unsentBecause();
}

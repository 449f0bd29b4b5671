// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import io.vmnhub.numbering.Vmn;
import java.util.concurrent.CompletableFuture;

/** Sends alertServiceCentre (TS 29.002 clause 12.5). Implementations do not block. */
public interface AlertSender {

    /** How an alert ended. */
    enum Outcome {
        /** The service centre has confirmed it; in version 1, which has no answer: it was sent. */
        CONFIRMED,
        /** The service centre does not have the version. */
        VERSION_NOT_SUPPORTED,
        /** The service centre says that it is of no use. */
        REFUSED,
        /** No answer, or a temporary error. */
        FAILED
    }

    /**
     * Alerts a service centre.
     *
     * @param vmn the number that can receive again
     * @param serviceCentre its address, digits
     * @param version 2: alertServiceCentre; 1: alertServiceCentreWithoutResult
     * @return never completes exceptionally
     */
    CompletableFuture<Outcome> alert(Vmn vmn, String serviceCentre, int version);
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import java.util.concurrent.CompletableFuture;

/** Keeps correlation IMSIs for after a restart. Implementations do not block. */
interface CorrelationStore {

    /** They are forgotten with the process. */
    CorrelationStore NONE = binding -> CompletableFuture.completedFuture(null);

    /** Ends when the binding is kept, or cannot be; never exceptionally. */
    CompletableFuture<Void> keep(CorrelationBinding binding);
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Entries that two nodes keep each, so that of two nodes that claim one at the same time one gets it. Every result
 * comes within a few seconds, exceptionally when the other nodes do not answer: then nobody knows. Arrays that are
 * given must not be changed afterwards. Thread-safe, and no method waits.
 */
public interface Claims {

    /** @return what is there already; empty when the claim is made */
    CompletionStage<Optional<byte[]>> putIfAbsent(byte[] key, byte[] value, Duration lifespan);

    /** @return whether {@code former} was there and is replaced */
    CompletionStage<Boolean> replace(byte[] key, byte[] former, byte[] value, Duration lifespan);

    CompletionStage<Void> put(byte[] key, byte[] value, Duration lifespan);

    /** Removes it when {@code value} is there. */
    CompletionStage<Boolean> remove(byte[] key, byte[] value);

    /** How many entries this node keeps. */
    long size();
}

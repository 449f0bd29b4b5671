// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import io.vmnhub.cluster.Told;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.infinispan.commons.marshall.WrappedByteArray;
import org.infinispan.conflict.EntryMergePolicy;
import org.infinispan.container.entries.CacheEntry;

/**
 * What stays when parts of a farm meet again: all that any part has, and of what several have about the same thing what
 * was told last.
 */
final class LatestTold implements EntryMergePolicy<Object, Object> {

    @Override
    public CacheEntry<Object, Object> merge(
            CacheEntry<Object, Object> preferred, List<CacheEntry<Object, Object>> others) {
        return Stream.concat(Stream.ofNullable(preferred), others.stream())
                .filter(Objects::nonNull)
                .reduce((one, other) -> isAfter(other, one) ? other : one)
                .orElse(null);
    }

    private static boolean isAfter(CacheEntry<Object, Object> one, CacheEntry<Object, Object> other) {
        Optional<Told> later = told(one);
        Optional<Told> former = told(other);
        return later.isPresent() && (former.isEmpty() || later.get().isAfter(former.get()));
    }

    /** Entries are as the grid keeps them. */
    private static Optional<Told> told(CacheEntry<Object, Object> entry) {
        return Told.of(entry.getValue() instanceof WrappedByteArray kept ? kept.getBytes() : (byte[]) entry.getValue());
    }
}

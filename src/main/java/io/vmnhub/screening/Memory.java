// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Facts that are worth remembering for a while and may be forgotten. Thread-safe; what it costs does not depend on how
 * much is remembered.
 *
 * @param <V> a fact
 */
public interface Memory<V> {

    Optional<V> find(String key);

    void remember(String key, V fact);

    void forget(String key);

    /** At most so many facts; the least used give way. */
    void most(int facts);

    /** About how many there are. */
    long size();

    void forEach(BiConsumer<String, V> each);

    /** Calls this one with each key whose fact another node has changed, if there are other nodes. */
    default void whenChangedElsewhere(Consumer<String> changed) {}
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A memory that says which facts change. Thread-safe.
 *
 * @param <V> a fact
 */
final class WatchedMemory<V> implements Memory<V> {

    private static final Consumer<String> NOBODY = key -> {};

    private final Memory<V> memory;
    private volatile Consumer<String> watcher = NOBODY;

    WatchedMemory(Memory<V> memory) {
        this.memory = memory;
        memory.whenChangedElsewhere(key -> watcher.accept(key));
    }

    /** From now on this one is told each key whose fact has changed. It must not wait for anything. */
    void watch(Consumer<String> changed) {
        watcher = changed;
    }

    void unwatch() {
        watcher = NOBODY;
    }

    @Override
    public Optional<V> find(String key) {
        return memory.find(key);
    }

    @Override
    public void remember(String key, V fact) {
        memory.remember(key, fact);
        watcher.accept(key);
    }

    @Override
    public void forget(String key) {
        memory.forget(key);
        watcher.accept(key);
    }

    @Override
    public void most(int facts) {
        memory.most(facts);
    }

    @Override
    public long size() {
        return memory.size();
    }

    @Override
    public void forEach(BiConsumer<String, V> each) {
        memory.forEach(each);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmnhub.cluster.Cluster;
import io.vmnhub.cluster.Octets;
import io.vmnhub.cluster.SharedMap;
import io.vmnhub.screening.FactForm;
import io.vmnhub.screening.Memory;
import io.vmnhub.screening.MemorySource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Memories that every node has: a fact is there at once for the node that has learned it, and a moment later for the
 * others. A node that joins begins with what the others know.
 */
final class FarmMemories implements MemorySource {

    private static final int FORM = 1;

    private final Cluster cluster;
    private final MemorySource local = MemorySource.local();

    FarmMemories(Cluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public <V> Memory<V> create(String name, FactForm<V> form, int most, Function<V, Duration> keep) {
        return new Shared<>(local.create(name, form, most, keep), cluster.map(name, most), form, keep);
    }

    @Override
    public boolean mayLag() {
        return true;
    }

    private static final class Shared<V> implements Memory<V> {

        private final Memory<V> own;
        private final SharedMap map;
        private final FactForm<V> form;
        private final Function<V, Duration> keep;
        private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();

        Shared(Memory<V> own, SharedMap map, FactForm<V> form, Function<V, Duration> keep) {
            this.own = own;
            this.map = map;
            this.form = form;
            this.keep = keep;
            map.watch((key, value) -> {
                take(new String(key, UTF_8), value);
                watchers.forEach(watcher -> watcher.accept(new String(key, UTF_8)));
            });
            map.forEach((key, value) -> take(new String(key, UTF_8), value));
        }

        private void take(String key, byte[] value) {
            if (value == null) {
                own.forget(key);
                return;
            }
            own.remember(key, Octets.read(FORM, "a fact", value, form::read));
        }

        @Override
        public Optional<V> find(String key) {
            return own.find(key);
        }

        @Override
        public void remember(String key, V fact) {
            own.remember(key, fact);
            map.put(key.getBytes(UTF_8), Octets.of(FORM, out -> form.write(out, fact)), keep.apply(fact));
        }

        @Override
        public void forget(String key) {
            own.forget(key);
            map.remove(key.getBytes(UTF_8));
        }

        @Override
        public void most(int facts) {
            own.most(facts);
        }

        @Override
        public long size() {
            return own.size();
        }

        @Override
        public void forEach(BiConsumer<String, V> each) {
            own.forEach(each);
        }

        @Override
        public void whenChangedElsewhere(Consumer<String> changed) {
            watchers.add(changed);
        }
    }
}

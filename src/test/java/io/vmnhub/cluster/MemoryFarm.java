// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import io.vmnhub.tls.TlsFiles;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** A farm without an engine, all of whose nodes are in this process: what one tells the others know at once. */
public final class MemoryFarm {

    private final Map<String, Node> nodes = new ConcurrentSkipListMap<>();
    private final Map<String, Map<ByteBuffer, byte[]>> entries = new ConcurrentHashMap<>();
    private final Map<String, Map<ByteBuffer, ByteBuffer>> claims = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();

    /** A node that is ready. */
    public Node join(String name) {
        Node node = new Node(name);
        nodes.put(name, node);
        changed();
        return node;
    }

    public void leave(String name) {
        nodes.remove(name);
        changed();
    }

    /** The node is there and answers nobody, until it is heard again. */
    public void silence(String name, boolean isSilent) {
        if (isSilent) {
            silent.add(name);
        } else {
            silent.remove(name);
        }
    }

    private void changed() {
        nodes.values().forEach(node -> node.listeners.forEach(Runnable::run));
    }

    /** One of them. */
    public final class Node implements Cluster {

        private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        private final Map<String, List<SharedMap.Watcher>> watchers = new ConcurrentHashMap<>();
        private final Map<String, NodeService> services = new ConcurrentHashMap<>();
        private volatile Member self;

        private Node(String name) {
            self = new Member(name, "", "", Member.State.READY, Map.of(), Map.of(), 0);
        }

        @Override
        public ClusterSettings settings() {
            TlsFiles tls = new TlsFiles(
                    Optional.of(Path.of("node.crt")),
                    Optional.of(Path.of("node.key")),
                    "",
                    Optional.of(Path.of("ca.crt")),
                    "");
            return new ClusterSettings(
                    "farm",
                    self.name(),
                    "127.0.0.1",
                    7800,
                    new Discovery.Dns("farm", ""),
                    tls,
                    2,
                    ClusterSettings.DEFAULT_SUSPECT_AFTER);
        }

        @Override
        public Member self() {
            return self;
        }

        @Override
        public List<Member> members() {
            return nodes.values().stream().map(Node::self).toList();
        }

        @Override
        public Map<String, Duration> clocksAhead() {
            return Map.of();
        }

        @Override
        public boolean hasMet() {
            return true;
        }

        @Override
        public void tell(UnaryOperator<Member> change) {
            self = change.apply(self);
            changed();
        }

        @Override
        public void whenChanged(Runnable listener) {
            listeners.add(listener);
        }

        @Override
        public boolean leads() {
            return members().get(0).name().equals(self.name());
        }

        @Override
        public CompletableFuture<byte[]> ask(String node, String service, byte[] request, Duration within) {
            Node other = nodes.get(node);
            if (other == null) {
                return CompletableFuture.failedFuture(new IllegalStateException("node " + node + ": it is not there"));
            }
            if (silent.contains(node)) {
                return new CompletableFuture<byte[]>().orTimeout(within.toMillis(), TimeUnit.MILLISECONDS);
            }
            NodeService asked = other.services.get(service);
            return asked == null
                    ? CompletableFuture.failedFuture(
                            new IllegalStateException("node " + node + ": it does not know " + service))
                    : answer(asked, self.name(), request);
        }

        /** What is thrown is what the other node answers, as between real nodes. */
        private static CompletableFuture<byte[]> answer(NodeService asked, String from, byte[] request) {
            try {
                return asked.answer(from, request).toCompletableFuture();
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public void serve(String service, NodeService answers) {
            services.put(service, answers);
        }

        @Override
        public SharedMap map(String name, int most) {
            return new MemoryMap(name, this);
        }

        @Override
        public Claims claims(String name, int most) {
            return new MemoryClaims(claims.computeIfAbsent(name, added -> new ConcurrentHashMap<>()));
        }

        @Override
        public void close() {
            leave(self.name());
        }
    }

    private record MemoryClaims(Map<ByteBuffer, ByteBuffer> all) implements Claims {

        @Override
        public CompletionStage<Optional<byte[]>> putIfAbsent(byte[] key, byte[] value, Duration lifespan) {
            ByteBuffer there = all.putIfAbsent(ByteBuffer.wrap(key), ByteBuffer.wrap(value));
            return CompletableFuture.completedFuture(Optional.ofNullable(there).map(ByteBuffer::array));
        }

        @Override
        public CompletionStage<Boolean> replace(byte[] key, byte[] former, byte[] value, Duration lifespan) {
            return CompletableFuture.completedFuture(
                    all.replace(ByteBuffer.wrap(key), ByteBuffer.wrap(former), ByteBuffer.wrap(value)));
        }

        @Override
        public CompletionStage<Void> put(byte[] key, byte[] value, Duration lifespan) {
            all.put(ByteBuffer.wrap(key), ByteBuffer.wrap(value));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Boolean> remove(byte[] key, byte[] value) {
            return CompletableFuture.completedFuture(all.remove(ByteBuffer.wrap(key), ByteBuffer.wrap(value)));
        }

        @Override
        public long size() {
            return all.size();
        }
    }

    private final class MemoryMap implements SharedMap {

        private final String name;
        private final Node own;
        private final Map<ByteBuffer, byte[]> all;

        MemoryMap(String name, Node own) {
            this.name = name;
            this.own = own;
            all = entries.computeIfAbsent(name, added -> new ConcurrentHashMap<>());
        }

        @Override
        public void put(byte[] key, byte[] value, Duration lifespan) {
            all.put(ByteBuffer.wrap(key), value);
            tell(key, value);
        }

        @Override
        public void remove(byte[] key) {
            all.remove(ByteBuffer.wrap(key));
            tell(key, null);
        }

        private void tell(byte[] key, byte[] value) {
            for (Node node : new ArrayList<>(nodes.values())) {
                if (node != own) {
                    node.watchers.getOrDefault(name, List.of()).forEach(watcher -> watcher.changed(key, value));
                }
            }
        }

        @Override
        public Optional<byte[]> get(byte[] key) {
            return Optional.ofNullable(all.get(ByteBuffer.wrap(key)));
        }

        @Override
        public void forEach(BiConsumer<byte[], byte[]> each) {
            all.forEach((key, value) -> each.accept(key.array(), value));
        }

        @Override
        public void watch(Watcher watcher) {
            own.watchers
                    .computeIfAbsent(name, added -> new CopyOnWriteArrayList<>())
                    .add(watcher);
        }

        @Override
        public long size() {
            return all.size();
        }
    }
}

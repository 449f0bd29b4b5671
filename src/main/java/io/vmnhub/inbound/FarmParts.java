// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.cluster.Cluster;
import io.vmnhub.cluster.Member;
import io.vmnhub.cluster.NodeChoice;
import io.vmnhub.cluster.Octets;
import io.vmnhub.cluster.SharedMap;
import io.vmnhub.sms.LongMessageKey;
import java.io.DataInputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The parts of long messages in a farm. One node puts a message together, the one that rendezvous hashing chooses for
 * its key, and a second one keeps a copy of each part: the node that has received it, or another where that is the
 * same. A part is safe when both have it on their disks.
 *
 * <p>When the node that puts it together has gone the copies go to the next one; when another node is chosen because
 * one has come, the parts move there. Which parts were delivered all nodes know for a day, so that no copy makes a
 * message of its own. Thread-safe, and no thread waits.
 */
final class FarmParts implements PartStore, PartMoves.Farm, PartBackups.Owners {

    private static final String SERVICE = "long-message-parts";
    private static final Duration WITHIN = Duration.ofSeconds(3);
    private static final Duration REMEMBERED = Duration.ofDays(1);
    private static final int MOST_REMEMBERED = 200_000;
    private static final byte[] DELIVERED = {1};

    private static final int FORM = 1;
    private static final int KEEP = 1;
    private static final int TAKE = 2;
    private static final int SAFE = 1;
    private static final int NOT_WANTED = 2;

    private final Cluster cluster;
    private final Executor executor;
    private final SharedMap delivered;
    private final AtomicBoolean changed = new AtomicBoolean(true);
    private final AtomicReference<List<String>> nodes = new AtomicReference<>(List.of());
    private LongMessageStore store;
    private PartBackups backups;

    /** @param executor goes on with parts that another node has answered for */
    FarmParts(Cluster cluster, Executor executor) {
        this.cluster = cluster;
        this.executor = executor;
        delivered = cluster.map("long-messages.delivered", MOST_REMEMBERED);
    }

    /** To be called before any of them starts. */
    void use(LongMessageStore whole, PartBackups copies) {
        store = whole;
        backups = copies;
    }

    /** Begins to work with other nodes, when the stores are running. */
    void start() {
        delivered.watch((key, value) -> forget(key));
        delivered.forEach((key, value) -> forget(key));
        cluster.whenChanged(this::look);
        look(); // nodes may have come or gone since the store has asked for the first time
        cluster.serve(SERVICE, this::answer);
    }

    private void forget(byte[] key) {
        PartId part = PartId.read(key);
        backups.drop(part);
        store.forget(part);
    }

    /** All of them, not only those that take part: one that is drained keeps copies until it goes. */
    private void look() {
        List<String> now = cluster.members().stream()
                .map(member -> member.name() + member.state())
                .toList();
        if (!now.equals(nodes.getAndSet(now))) {
            changed.set(true);
        }
    }

    /** Those that are ready: one that starts does not answer yet, and one that is drained hands its parts over. */
    private List<Member> candidates() {
        List<Member> ready = cluster.members().stream()
                .filter(member -> member.state() == Member.State.READY)
                .toList();
        return ready.isEmpty() ? List.of(cluster.self()) : ready;
    }

    private String self() {
        return cluster.self().name();
    }

    private String owner(LongMessageKey key) {
        return choice(key, candidates()).orElse(self());
    }

    @Override
    public Optional<String> keeper(LongMessageKey key) {
        return choice(
                key,
                candidates().stream()
                        .filter(member -> !member.name().equals(self()))
                        .toList());
    }

    private static Optional<String> choice(LongMessageKey key, List<Member> members) {
        return NodeChoice.of(Long.toHexString(key.high()) + Long.toHexString(key.low()), members, member -> true)
                .map(Member::name);
    }

    @Override
    public void store(JournalRecord.Part part, Consumer<Exception> stored) {
        String owner = owner(part.key());
        if (!owner.equals(self())) {
            handTo(owner, part, stored);
            return;
        }
        if (wasDelivered(PartId.of(part))) {
            stored.accept(null); // the answer to it did not arrive
            return;
        }
        Optional<String> keeper = keeper(part.key());
        if (keeper.isEmpty()) {
            store.take(part, SecondCopies.NOBODY, stored);
            return;
        }
        ask(keeper.get(), KEEP, part).whenComplete((answer, failure) -> {
            if (failure != null) {
                stored.accept(reason(failure));
            } else if (answer == NOT_WANTED) {
                stored.accept(null); // the other node knows already that it was delivered
            } else {
                store.take(part, keeper.get(), stored);
            }
        });
    }

    /** Keeps a copy first, so that it is there when the other node says that it has the part. */
    private void handTo(String owner, JournalRecord.Part part, Consumer<Exception> handed) {
        backups.keep(part, owner, failure -> {
            if (failure != null) {
                handed.accept(failure);
                return;
            }
            ask(owner, TAKE, part).whenComplete((answer, unanswered) -> {
                if (unanswered == null && answer == NOT_WANTED) {
                    backups.drop(PartId.of(part));
                }
                handed.accept(unanswered == null ? null : reason(unanswered));
            });
        });
    }

    private static Exception reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof Exception known ? known : new IllegalStateException(cause);
    }

    private CompletableFuture<Integer> ask(String node, int what, JournalRecord.Part part) {
        return cluster.ask(node, SERVICE, request(what, part), WITHIN).thenApplyAsync(FarmParts::understood, executor);
    }

    private static byte[] request(int what, JournalRecord.Part part) {
        return Octets.of(FORM, out -> {
            out.writeByte(what);
            out.write(part.encode());
        });
    }

    /** Only what this version understands makes a part safe. */
    private static int understood(byte[] octets) {
        int answer = Octets.read(FORM, "an answer about a part of a long message", octets, DataInputStream::readByte);
        if (answer != SAFE && answer != NOT_WANTED) {
            throw new IllegalArgumentException("an answer about a part of a long message is of kind " + answer
                    + ", which this version of the hub does not know: upgrade this node");
        }
        return answer;
    }

    private static byte[] octets(int kind) {
        return Octets.of(FORM, out -> out.writeByte(kind));
    }

    private CompletionStage<byte[]> answer(String from, byte[] request) {
        return Octets.read(FORM, "a part of a long message", request, in -> {
            int what = in.readByte();
            if (!(JournalRecord.decode(ByteBuffer.wrap(in.readAllBytes())) instanceof JournalRecord.Part part)) {
                throw new IllegalArgumentException("not a part of a long message");
            }
            return answer(from, what, part);
        });
    }

    private CompletionStage<byte[]> answer(String from, int what, JournalRecord.Part part) {
        if (wasDelivered(PartId.of(part))) {
            return CompletableFuture.completedFuture(octets(NOT_WANTED));
        }
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        Consumer<Exception> ended = failure -> {
            if (failure == null) {
                answer.complete(octets(SAFE));
            } else {
                answer.completeExceptionally(failure);
            }
        };
        switch (what) {
            case KEEP -> backups.keep(part, from, ended);
            case TAKE -> store.take(part, from, ended);
            default ->
                throw new IllegalArgumentException("a request of kind " + what + " about a part of a long message"
                        + " is not known to this version of the hub: upgrade this node");
        }
        return answer;
    }

    @Override
    public boolean mayHaveChanged() {
        return changed.getAndSet(false);
    }

    @Override
    public boolean isOurs(LongMessageKey key) {
        return owner(key).equals(self());
    }

    @Override
    public void move(List<JournalRecord.Part> parts, Consumer<Boolean> moved) {
        String owner = owner(parts.get(0).key());
        if (owner.equals(self())) {
            moved.accept(false);
            return;
        }
        AtomicInteger left = new AtomicInteger(parts.size());
        AtomicBoolean failed = new AtomicBoolean();
        for (JournalRecord.Part part : parts) {
            handTo(owner, part, failure -> {
                if (failure != null) {
                    failed.set(true);
                }
                if (left.decrementAndGet() == 0) {
                    moved.accept(!failed.get());
                }
            });
        }
    }

    @Override
    public void delivered(PartId part) {
        delivered.put(part.octets(), DELIVERED, REMEMBERED);
        backups.drop(part);
    }

    @Override
    public boolean wasDelivered(PartId part) {
        return part.identified() && delivered.get(part.octets()).isPresent();
    }

    @Override
    public boolean hasGone(String owner) {
        return cluster.members().stream().noneMatch(member -> member.name().equals(owner));
    }

    @Override
    public void handOver(JournalRecord.Part part, Consumer<String> handed) {
        String owner = owner(part.key());
        if (!owner.equals(self())) {
            ask(owner, TAKE, part)
                    .whenComplete((answer, failure) ->
                            handed.accept(failure != null ? null : answer == NOT_WANTED ? PartBackups.NOBODY : owner));
        } else if (wasDelivered(PartId.of(part))) {
            handed.accept(PartBackups.NOBODY);
        } else {
            // this node puts the message together now: what it keeps for another node is no second copy any more
            store.take(
                    part, SecondCopies.NOBODY, failure -> handed.accept(failure == null ? PartBackups.NOBODY : null));
        }
    }

    @Override
    public void copy(JournalRecord.Part part, String node, Consumer<Boolean> copied) {
        ask(node, KEEP, part).whenComplete((answer, failure) -> copied.accept(failure == null));
    }
}

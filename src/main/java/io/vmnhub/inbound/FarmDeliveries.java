// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmnhub.cluster.Claims;
import io.vmnhub.cluster.Cluster;
import io.vmnhub.log.ThrottledLog;
import io.vmnhub.sms.MessageIdentity;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Which messages are being delivered, or were confirmed, by any node of the farm. A node claims a message before it
 * delivers it; who comes second waits, without a thread, for the outcome of the first. When nobody can say, the message
 * is delivered: twice is better than never. Thread-safe.
 */
public final class FarmDeliveries {

    /** How many messages a node keeps at most, its own and others'; about 200 octets each. */
    private static final int MOST = 200_000;
    /** A delivery whose node says nothing for so long is over. */
    private static final Duration IN_PROGRESS = Duration.ofMinutes(10);

    private static final long LOOK_AGAIN_MILLIS = 100;
    /** What a claim begins with; later versions append to what follows. */
    private static final byte CONFIRMED = 'C';

    private static final byte CLAIMED = 'D';

    private final ThrottledLog log = new ThrottledLog(LoggerFactory.getLogger("io.vmnhub.cluster"));

    private final Cluster cluster;
    private final Claims claims;
    private final Executor executor;
    private final Executor later;
    private final byte[] own;

    /** Who is to deliver a message. */
    public enum Finding {
        /** This node is. */
        OURS,
        /** It was delivered before. */
        CONFIRMED
    }

    /** @param executor goes on with messages whose finding is there */
    public FarmDeliveries(Cluster cluster, Executor executor) {
        this.cluster = cluster;
        this.executor = executor;
        claims = cluster.claims("deliveries", MOST);
        own = claim(cluster.settings().node());
        later = CompletableFuture.delayedExecutor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS, executor);
    }

    /** How many messages this node keeps. */
    long size() {
        return claims.size();
    }

    /**
     * Claims a message for this node.
     *
     * @param patience how long to wait for another node that delivers it
     * @return on the executor; exceptionally when the other node has not come to an end in time
     */
    CompletableFuture<Finding> begin(MessageIdentity identity, Duration patience) {
        CompletableFuture<Finding> finding = new CompletableFuture<>();
        claim(key(identity), System.nanoTime() + patience.toNanos(), finding);
        return finding;
    }

    private void claim(byte[] key, long until, CompletableFuture<Finding> finding) {
        claims.putIfAbsent(key, own, IN_PROGRESS)
                .whenCompleteAsync(
                        (there, failure) -> {
                            if (failure != null || there.isEmpty()) {
                                finding.complete(Finding.OURS);
                            } else {
                                judge(key, there.get(), until, finding);
                            }
                        },
                        executor);
    }

    private void judge(byte[] key, byte[] there, long until, CompletableFuture<Finding> finding) {
        if (there.length > 0 && there[0] == CONFIRMED) {
            finding.complete(Finding.CONFIRMED);
        } else if (Arrays.equals(there, own) || isOver(there)) { // it ended with its process
            claims.replace(key, there, own, IN_PROGRESS)
                    .whenCompleteAsync(
                            (replaced, failure) -> {
                                if (failure != null || replaced) {
                                    finding.complete(Finding.OURS);
                                } else {
                                    again(key, until, finding);
                                }
                            },
                            executor);
        } else {
            again(key, until, finding);
        }
    }

    private void again(byte[] key, long until, CompletableFuture<Finding> finding) {
        if (System.nanoTime() - until > 0) {
            finding.completeExceptionally(new IllegalStateException("another node is still delivering this message"));
        } else {
            later.execute(() -> claim(key, until, finding));
        }
    }

    /** Whether the node that has claimed the message is gone, or nobody can say, as of a later version's claim. */
    private boolean isOver(byte[] claim) {
        if (claim.length < 2 || claim[0] != CLAIMED || claim.length < 2 + (claim[1] & 0xff)) {
            log.warn(
                    "",
                    "claim",
                    () -> "A claim of another version of the hub is not understood: the message is delivered,"
                            + " perhaps a second time; upgrade this node");
            return true;
        }
        String node = new String(claim, 2, claim[1] & 0xff, UTF_8);
        return cluster.members().stream().noneMatch(member -> member.name().equals(node));
    }

    /** The message was delivered. */
    void confirmed(MessageIdentity identity, Duration within) {
        claims.put(key(identity), new byte[] {CONFIRMED}, within);
    }

    /** The message was not delivered, and may be tried again at any node. */
    void failed(MessageIdentity identity) {
        claims.remove(key(identity), own);
    }

    private static byte[] key(MessageIdentity identity) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(identity.high())
                .putLong(identity.low())
                .array();
    }

    private static byte[] claim(String node) {
        byte[] name = node.getBytes(UTF_8);
        return ByteBuffer.allocate(2 + name.length)
                .put(CLAIMED)
                .put((byte) name.length)
                .put(name)
                .array();
    }
}

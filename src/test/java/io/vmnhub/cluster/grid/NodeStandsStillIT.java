// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.cluster.Claims;
import io.vmnhub.cluster.SharedMap;
import io.vmnhub.fixture.Signal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes, of which one is a process that is stopped (SIGSTOP) while the others tell more than its kernel takes for
 * it: its connections stay open, new ones are accepted, and nothing is read.
 */
@Timeout(180)
class NodeStandsStillIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);

    /** So long the others look for it, several times, while they do without it. */
    private static final Duration STILL = Duration.ofSeconds(16);

    /** Of two cores that are busy with others; a node that waits for the one that stands still waits on and on. */
    private static final Duration A_MOMENT = Duration.ofSeconds(5);

    private static final int ENOUGH = 200;
    private static final int EACH_MILLIS = 5;
    private static final int OCTETS = 4_000;

    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger claimed = new AtomicInteger();
    private final AtomicLong lastClaim = new AtomicLong();
    private final AtomicLong longestPause = new AtomicLong();
    private final AtomicLong longestCall = new AtomicLong();

    private void tell(Claims claims, SharedMap map) {
        byte[] key = ByteBuffer.allocate(4).putInt(numbers.getAndIncrement()).array();
        long before = System.nanoTime();
        claims.putIfAbsent(key, new byte[OCTETS], HOUR).thenAccept(former -> {
            long now = System.nanoTime();
            longestPause.accumulateAndGet(now - lastClaim.getAndSet(now), Math::max);
            claimed.incrementAndGet();
        });
        map.put(key, new byte[OCTETS], HOUR);
        longestCall.accumulateAndGet(System.nanoTime() - before, Math::max);
    }

    private void awaitClaims() {
        int before = claimed.get();
        await().atMost(SOON).until(() -> claimed.get() > before + ENOUGH);
    }

    private static void awaitMembers(int count, Grid... nodes) {
        await().atMost(SOON)
                .until(() -> Stream.of(nodes).allMatch(node -> node.members().size() == count));
    }

    @Test
    void theOthersGoOnWithoutItAndItComesBack(@TempDir Path folder) throws Exception {
        try (Farm farm = new Farm(folder, 3)) {
            Grid first = farm.start(1);
            Grid second = farm.start(2);
            Claims claims = first.claims("claims", Farm.MOST);
            SharedMap map = first.map("map", Farm.MOST);
            second.claims("claims", Farm.MOST);
            second.map("map", Farm.MOST);
            Process third = farm.startProcess(3);
            awaitMembers(3, first, second);
            ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
            try {
                clock.scheduleAtFixedRate(() -> tell(claims, map), 0, EACH_MILLIS, TimeUnit.MILLISECONDS);
                awaitClaims();
                longestCall.set(0);
                Signal.STOP.to(third);
                awaitMembers(2, first, second);
                awaitClaims();
                longestPause.set(0);
                long lost = System.nanoTime();
                await().atMost(SOON).until(() -> System.nanoTime() - lost > STILL.toNanos());
                assertThat(Duration.ofNanos(longestPause.get()))
                        .as("longest time without a claim while a node stood still")
                        .isLessThan(A_MOMENT);
                assertThat(Duration.ofNanos(longestCall.get()))
                        .as("longest time that a thread was held up which tells the others")
                        .isLessThan(A_MOMENT);
                Signal.CONT.to(third);
                awaitMembers(3, first, second);
                awaitClaims();
            } finally {
                clock.shutdown();
            }
        }
    }
}

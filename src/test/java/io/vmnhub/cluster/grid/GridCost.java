// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.vmnhub.cluster.Claims;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A program that tells what the nodes do for each message: CPU time of a claim and its confirmation, and how many
 * messages go between nodes. The nodes are all in this process.
 */
final class GridCost {

    private static final Duration LIFESPAN = Duration.ofHours(1);
    private static final int MOST_NODES = 4;
    private static final int IN_PROGRESS = 100;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private GridCost() {}

    public static void main(String[] arguments) throws Exception {
        for (int count = 1; count <= MOST_NODES; count++) {
            measure(count, Integer.getInteger("benchmark.messages", 50_000));
        }
        System.exit(0); // libraries keep threads
    }

    private static void measure(int count, int messages) throws Exception {
        Path folder = Files.createTempDirectory("vmnhub-grid");
        try (Farm farm = new Farm(folder, count)) {
            List<Grid> nodes = new ArrayList<>();
            List<Claims> claims = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                nodes.add(farm.start(i));
                claims.add(nodes.get(i - 1).claims("deliveries", 2 * messages));
            }
            deliver(claims, messages); // warm
            long sent = sent(nodes);
            long before = SYSTEM.getProcessCpuTime();
            deliver(claims, messages);
            System.out.printf(
                    "%2d nodes: %.1f us of CPU time a message, %.2f messages between nodes a message%n",
                    count,
                    (SYSTEM.getProcessCpuTime() - before) / 1_000.0 / messages,
                    (double) (sent(nodes) - sent) / messages);
        }
    }

    /** Each node in turn claims a message and confirms it, as a hub does. */
    private static void deliver(List<Claims> nodes, int messages) throws InterruptedException {
        Semaphore free = new Semaphore(IN_PROGRESS);
        byte[] claimed = "Dnode-1".getBytes(UTF_8);
        for (int i = 0; i < messages; i++) {
            byte[] key = ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(ThreadLocalRandom.current().nextLong())
                    .putLong(i)
                    .array();
            Claims node = nodes.get(i % nodes.size());
            free.acquire();
            node.putIfAbsent(key, claimed, LIFESPAN)
                    .thenCompose(there -> node.put(key, new byte[] {'C'}, LIFESPAN))
                    .whenComplete((done, failure) -> free.release());
        }
        free.acquire(IN_PROGRESS);
    }

    private static long sent(List<Grid> nodes) {
        return nodes.stream()
                .mapToLong(node -> node.channel()
                        .getProtocolStack()
                        .getTransport()
                        .getMessageStats()
                        .getNumMsgsSent())
                .sum();
    }
}

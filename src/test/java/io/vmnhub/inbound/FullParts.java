// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.sms.LongMessageKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Parts of long messages on a disk that fills up and gets room again, in a process of its own; prints what it has seen.
 */
final class FullParts {

    private static final int SIZE = 100_000;

    private FullParts() {}

    public static void main(String[] arguments) throws Exception {
        Path disk = Path.of(arguments[0]);
        Set<Integer> acknowledged = new HashSet<>();
        LongMessageStore store = store(disk, false, new ConcurrentSkipListSet<>());
        store.start();
        int number = 0;
        Exception refusal = null;
        while (refusal == null) {
            refusal = send(store, ++number);
            if (refusal == null) {
                acknowledged.add(number);
            }
        }
        System.out.println("refused: " + refusal.getMessage());
        for (int i = 0; i < 20; i++) {
            if (send(store, ++number) == null) {
                System.out.println("acknowledged on a full disk");
            }
        }
        Files.delete(disk.resolve("somebody-elses"));
        int next = number + 1;
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> send(store, next) == null);
        acknowledged.add(next);
        store.close();
        Set<Integer> delivered = new ConcurrentSkipListSet<>();
        LongMessageStore again = store(disk, true, delivered);
        again.start();
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> delivered.containsAll(acknowledged));
        again.close();
        try (Stream<Path> files = Files.list(disk.resolve("parts"))) {
            System.out.println("files: " + (files.count() < 10 ? "few" : "many"));
        }
        System.out.println("recovered after " + acknowledged.size());
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static LongMessageStore store(Path disk, boolean ready, Set<Integer> delivered) {
        return new LongMessageStore(
                disk.resolve("parts"),
                LongMessageLimits.DEFAULT,
                new LongMessageMetrics(new SimpleMeterRegistry()),
                identity -> {},
                new LongMessageStore.Recipient() {
                    @Override
                    public boolean ready() {
                        return ready;
                    }

                    @Override
                    public void take(String application, List<byte[]> parts, Consumer<Boolean> taken) {
                        delivered.add(new java.math.BigInteger(java.util.Arrays.copyOf(parts.get(0), 4)).intValue());
                        taken.accept(true);
                    }
                },
                Runnable::run);
    }

    private static Exception send(LongMessageStore store, int number) throws Exception {
        CompletableFuture<Exception> stored = new CompletableFuture<>();
        byte[] json = java.nio.ByteBuffer.allocate(SIZE).putInt(number).array();
        store.store(
                new JournalRecord.Part(
                        0,
                        new LongMessageKey(number, number),
                        "demo",
                        Long.MAX_VALUE,
                        1,
                        1,
                        number,
                        Optional.empty(),
                        json),
                stored::complete);
        return stored.get(30, TimeUnit.SECONDS);
    }
}

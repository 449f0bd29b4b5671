// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.sms.LongMessageKey;
import io.vmnhub.sms.MessageIdentity;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartBackupsTest {

    private final Set<PartId> delivered = ConcurrentHashMap.newKeySet();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Consumer<String>> handedOver = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    private PartBackups copies;

    @BeforeEach
    void start() throws Exception {
        copies = open();
    }

    private PartBackups open() throws Exception {
        PartBackups all = new PartBackups(
                folder,
                3,
                new PartBackups.Owners() {
                    @Override
                    public boolean hasGone(String owner) {
                        return gone.contains(owner);
                    }

                    @Override
                    public boolean wasDelivered(PartId part) {
                        return delivered.contains(part);
                    }

                    @Override
                    public void handOver(JournalRecord.Part part, Consumer<String> handed) {
                        handedOver.add(handed);
                    }
                },
                Runnable::run);
        all.start();
        return all;
    }

    @AfterEach
    void close() {
        copies.close();
    }

    private static JournalRecord.Part part(int reference) {
        return new JournalRecord.Part(
                0,
                new LongMessageKey(reference, 7),
                "demo",
                System.currentTimeMillis() + 60_000,
                2,
                1,
                1,
                Optional.of(new MessageIdentity(reference, 1)),
                new byte[] {1});
    }

    private Exception keep(int reference) throws Exception {
        return keep(reference, "node-1");
    }

    private Exception keep(int reference, String owner) throws Exception {
        CompletableFuture<Exception> kept = new CompletableFuture<>();
        copies.keep(part(reference), owner, kept::complete);
        return kept.get(30, TimeUnit.SECONDS);
    }

    private Consumer<String> nextHandedOver() throws Exception {
        return handedOver.poll(30, TimeUnit.SECONDS);
    }

    private void awaitCopies(int expected) {
        await().atMost(Duration.ofSeconds(30)).until(() -> copies.size() == expected);
    }

    @Test
    void aCopyGoesWhenItsMessageWasDelivered() throws Exception {
        assertThat(keep(1)).isNull();
        assertThat(keep(2)).isNull();
        copies.drop(PartId.of(part(1)));
        awaitCopies(1);
    }

    @Test
    void aCopyOfWhatWasDeliveredWhileItWaitedForTheDiskGoesToo() throws Exception {
        delivered.add(PartId.of(part(1)));
        copies.drop(PartId.of(part(1)));
        assertThat(keep(1)).isNull();
        awaitCopies(0);
    }

    @Test
    void aCopyWhoseNodeHasGoneIsHandedOverUntilItIsNotWantedAnyMore() throws Exception {
        assertThat(keep(1)).isNull();
        gone.add("node-1");
        nextHandedOver().accept(null);
        nextHandedOver().accept(PartBackups.NOBODY);
        awaitCopies(0);
    }

    @Test
    void aCopyThatAnotherNodeReliesOnByNowStaysThoughItWasHandedOver() throws Exception {
        assertThat(keep(1)).isNull();
        gone.add("node-1");
        Consumer<String> handed = nextHandedOver();
        assertThat(keep(1, "node-2")).isNull();
        handed.accept(PartBackups.NOBODY);
        assertThat(keep(2, "node-2")).isNull();
        assertThat(keep(3, "node-2")).isNull(); // what was handed over is settled before
        assertThat(copies.size()).isEqualTo(3);
    }

    private static void damageFirstRecord(Path journal) throws Exception {
        try (FileChannel file = FileChannel.open(journal, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(8), 48); // behind the headers of file and record
        }
    }

    @Test
    void afterAFailureOfTheDiskTheCopiesAreReadAnewAndHandedOverThoughNoPartComes() throws Exception {
        assertThat(keep(1)).isNull();
        assertThat(keep(2)).isNull();
        assertThat(keep(3)).isNull();
        damageFirstRecord(folder.resolve("parts-000000000001.log"));
        gone.add("node-1");
        gone.add(PartBackups.NOBODY); // nobody is known to want what was read from the disk
        awaitCopies(2);
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            for (Consumer<String> handed = handedOver.poll(); handed != null; handed = handedOver.poll()) {
                handed.accept(PartBackups.NOBODY);
            }
            return copies.size() == 0;
        });
    }

    @Test
    void copiesSurviveARestart() throws Exception {
        assertThat(keep(1)).isNull();
        assertThat(keep(2)).isNull();
        copies.drop(PartId.of(part(1)));
        awaitCopies(1);
        copies.close();
        copies = open();
        assertThat(copies.size()).isOne();
    }

    @Test
    void moreCopiesThanItMayKeepAreRefused() throws Exception {
        assertThat(keep(1)).isNull();
        assertThat(keep(2)).isNull();
        assertThat(keep(3)).isNull();
        assertThat(keep(4)).hasMessageContaining("too many copies");
        assertThat(keep(3)).isNull();
    }

    @Test
    void whatComesAfterItHasClosedIsRefusedForThatReason() throws Exception {
        copies.close();
        assertThat(keep(1)).hasMessage("the store of long messages closes");
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.sms.Concatenation;
import io.vmnhub.sms.EightBitText;
import io.vmnhub.sms.LongMessageKey;
import io.vmnhub.sms.MessageIdentity;
import io.vmnhub.sms.PartJoiner;
import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongMessageStoreTest {

    private static final LongMessageLimits QUICK =
            new LongMessageLimits(100, 1_000, 100, 10, Duration.ofMillis(1), Duration.ofMillis(2));
    private static final long LATER = Long.MAX_VALUE;

    @TempDir
    private Path folder;

    private final ObjectMapper mapper = ShortMessageModule.objectMapper();
    private final ConcurrentLinkedQueue<ShortMessage> delivered = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<MessageIdentity> confirmed = new ConcurrentLinkedQueue<>();
    private SimpleMeterRegistry metrics;
    private volatile boolean applicationIsDown;
    private volatile int failures;
    private LongMessageStore store;

    private void open(LongMessageLimits limits) throws IOException {
        metrics = new SimpleMeterRegistry();
        store = new LongMessageStore(
                folder,
                limits,
                new LongMessageMetrics(metrics),
                confirmed::add,
                new LongMessageStore.Recipient() {
                    @Override
                    public boolean ready() {
                        return true;
                    }

                    @Override
                    public void take(String application, List<byte[]> parts, Consumer<Boolean> taken) {
                        if (applicationIsDown) {
                            failures++;
                        } else {
                            delivered.add(joined(parts));
                        }
                        taken.accept(!applicationIsDown);
                    }
                },
                Runnable::run);
        store.start();
    }

    private ShortMessage joined(List<byte[]> parts) {
        try {
            List<ShortMessage> read = new ArrayList<>();
            for (byte[] part : parts) {
                read.add(mapper.readValue(part, ShortMessage.class));
            }
            return new PartJoiner().join(read, EightBitText.BINARY);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    private CompletableFuture<Exception> send(ShortMessage message, long due) throws IOException {
        Concatenation part = message.concatenation().orElseThrow();
        CompletableFuture<Exception> stored = new CompletableFuture<>();
        store.store(
                new JournalRecord.Part(
                        0,
                        LongMessageKey.of(message),
                        "demo",
                        due,
                        part.total(),
                        part.number(),
                        Arrays.hashCode(message.userData()),
                        Optional.of(message.identity()),
                        mapper.writeValueAsBytes(message)),
                stored::complete);
        return stored;
    }

    private void sendAndWait(ShortMessage message) throws Exception {
        assertThat(send(message, LATER).get(10, TimeUnit.SECONDS)).isNull();
    }

    private void awaitDelivered(int count) {
        await().atMost(20, TimeUnit.SECONDS).until(() -> delivered.size() >= count);
    }

    private double counted(String name, String event) {
        return metrics.get(name).tag("event", event).counter().count();
    }

    @Test
    void partsInAnyOrderWithRepeatsBecomeOneMessageEach() throws Exception {
        open(new LongMessageLimits(1_000, 10_000, 1_000, 10, Duration.ofMillis(1), Duration.ofMillis(2)));
        Random random = new Random(5);
        List<ShortMessage> all = new ArrayList<>();
        for (int reference = 0; reference < 120; reference++) {
            List<ShortMessage> parts = new ArrayList<>(Parts.of("🚀🎉🏳️‍🌈 No " + reference, reference, 5));
            parts.add(parts.get(random.nextInt(5)));
            all.addAll(parts);
        }
        Collections.shuffle(all, random);
        Map<Integer, Set<Integer>> seen = new HashMap<>();
        for (ShortMessage part : all) {
            Concatenation place = part.concatenation().orElseThrow();
            Set<Integer> numbers = seen.computeIfAbsent(place.reference(), reference -> new HashSet<>());
            if (numbers.size() < 5) { // a repeat after its message was delivered is what the duplicates step is for
                numbers.add(place.number());
                send(part, LATER);
            }
        }
        awaitDelivered(120);
        store.close();
        assertThat(delivered)
                .hasSize(120)
                .extracting(ShortMessage::text)
                .doesNotHaveDuplicates()
                .allMatch(text -> text.startsWith("🚀🎉🏳️‍🌈 No "));
        assertThat(delivered).allMatch(message -> message.joined().orElseThrow().isWhole());
    }

    @Test
    void aPartThatWasAcknowledgedSurvivesARestart() throws Exception {
        List<ShortMessage> parts = Parts.of("one two three", 7, 3);
        open(QUICK);
        sendAndWait(parts.get(2));
        store.close();
        open(QUICK);
        sendAndWait(parts.get(0));
        sendAndWait(parts.get(2));
        store.close();
        open(QUICK);
        sendAndWait(parts.get(1));
        awaitDelivered(1);
        assertThat(delivered.peek().text()).isEqualTo("one two three");
        assertThat(confirmed)
                .contains(parts.stream().map(ShortMessage::identity).toArray(MessageIdentity[]::new));
        store.close();
        open(QUICK);
        assertThat(delivered).hasSize(1);
        assertThat(metrics.get("vmnhub.parts.stored").gauge().value()).isZero();
    }

    @Test
    void aMessageThatIsNotConfirmedIsDeliveredAgainAlsoAfterARestart() throws Exception {
        applicationIsDown = true;
        open(QUICK);
        for (ShortMessage part : Parts.of("one two three", 7, 3)) {
            sendAndWait(part);
        }
        await().until(() -> failures >= 3);
        store.close();
        assertThat(delivered).isEmpty();
        applicationIsDown = false;
        open(QUICK);
        awaitDelivered(1);
        assertThat(delivered.peek().text()).isEqualTo("one two three");
    }

    @Test
    void anIncompleteMessageIsDeliveredWithItsGapsWhenItsTimeIsOver() throws Exception {
        open(QUICK);
        List<ShortMessage> parts = Parts.of("aabbccdd", 7, 4);
        long due = System.currentTimeMillis() + 50;
        send(parts.get(1), due);
        send(parts.get(3), due);
        awaitDelivered(1);
        assertThat(delivered.peek().text()).isEqualTo("[...]bb[...]dd");
        assertThat(delivered.peek().joined().orElseThrow().missing()).containsExactly(1, 3);
        assertThat(counted("vmnhub.long.messages", "expired")).isEqualTo(1);
    }

    @Test
    void aPartWithAnotherTotalOrOtherWordsBeginsAnotherMessage() throws Exception {
        open(QUICK);
        sendAndWait(Parts.of("aabbcc", 7, 3).get(0));
        for (ShortMessage part : Parts.of("ddee", 7, 2)) {
            sendAndWait(part);
        }
        awaitDelivered(2);
        assertThat(delivered).extracting(ShortMessage::text).containsExactly("aa[...]", "ddee");
        sendAndWait(Parts.of("ffgg", 7, 2).get(0));
        for (ShortMessage part : Parts.of("hhii", 7, 2)) {
            sendAndWait(part);
        }
        awaitDelivered(4);
        assertThat(delivered).extracting(ShortMessage::text).containsExactly("aa[...]", "ddee", "ff[...]", "hhii");
        assertThat(counted("vmnhub.long.messages", "contradicted")).isEqualTo(2);
    }

    @Test
    void withTooManyOpenMessagesTheOldestIsClosedAndCounted() throws Exception {
        open(new LongMessageLimits(2, 100, 100, 10, Duration.ofMillis(1), Duration.ofMillis(1)));
        for (int reference = 0; reference < 5; reference++) {
            sendAndWait(Parts.of("m" + reference + "xx", reference, 2).get(0));
        }
        awaitDelivered(3);
        assertThat(delivered).extracting(ShortMessage::text).containsExactly("m0[...]", "m1[...]", "m2[...]");
        assertThat(counted("vmnhub.long.messages", "crowded-out")).isEqualTo(3);
    }

    @Test
    void whileTheApplicationIsDownAndTheStoreIsFullPartsAreRefusedRatherThanLost() throws Exception {
        applicationIsDown = true;
        open(new LongMessageLimits(2, 100, 3, 10, Duration.ofMillis(1), Duration.ofMillis(1)));
        List<Exception> outcomes = new ArrayList<>();
        for (int reference = 0; reference < 10; reference++) {
            outcomes.add(send(Parts.of("m" + reference + "xx", reference, 2).get(0), LATER)
                    .get(10, TimeUnit.SECONDS));
        }
        assertThat(outcomes.subList(0, 5)).containsOnlyNulls();
        assertThat(outcomes.subList(5, 10)).doesNotContainNull();
        applicationIsDown = false;
        awaitDelivered(3);
    }

    @Test
    void whatACrashCutOffIsIgnoredAndTheRestIsThere() throws Exception {
        List<ShortMessage> parts = Parts.of("one two three", 7, 3);
        open(QUICK);
        sendAndWait(parts.get(0));
        sendAndWait(parts.get(1));
        store.close();
        Path file = newest();
        Files.write(file, new byte[] {0, 0, 0, 50, 1, 2, 3, 4, 1, 1, 1}, StandardOpenOption.APPEND);
        open(QUICK);
        sendAndWait(parts.get(2));
        awaitDelivered(1);
        assertThat(delivered.peek().text()).isEqualTo("one two three");
    }

    private Path newest() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    /** By default a hundred thousand; {@code -Dvmnhub.test.flood=10000000} for all that a patient tester wants. */
    @Test
    void aFloodOfFirstPartsLeavesMemoryAndDiskFlat() throws Exception {
        int flood = Integer.getInteger("vmnhub.test.flood", 100_000);
        open(new LongMessageLimits(2_000, 5_000, 2_000, 50, Duration.ofMillis(1), Duration.ofMillis(1)));
        byte[] json = mapper.writeValueAsBytes(message(1));
        Random random = new Random(3);
        long heapAfterWarmUp = 0;
        Semaphore window = new Semaphore(1_000);
        for (int i = 0; i < flood; i++) {
            window.acquire();
            store.store(
                    new JournalRecord.Part(
                            0,
                            new LongMessageKey(random.nextLong(), random.nextLong()),
                            "demo",
                            LATER,
                            2 + random.nextInt(250),
                            1,
                            random.nextLong(),
                            Optional.of(new MessageIdentity(random.nextLong(), random.nextLong())),
                            json),
                    ended -> window.release());
            if (i == flood / 4) {
                heapAfterWarmUp = heap();
            }
            delivered.clear();
            confirmed.clear();
        }
        window.acquire(1_000);
        assertThat(heap() - heapAfterWarmUp).isLessThan(20_000_000L);
        assertThat(metrics.get("vmnhub.long.messages.open").gauge().value()).isLessThanOrEqualTo(2_000);
        assertThat(metrics.get("vmnhub.parts.stored").gauge().value()).isLessThanOrEqualTo(5_000);
        assertThat(counted("vmnhub.long.messages", "crowded-out") + counted("vmnhub.parts", "refused"))
                .isGreaterThan(flood * 0.9);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(64_000_000L);
        }
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static ShortMessage message(int reference) {
        return Parts.message(
                SmsDeliverTpdu.from("447700900123").part(reference, 1, 3).ucs2("first"));
    }
}

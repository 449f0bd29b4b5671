// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.fixture.StoreHub;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the store needs of a queue of the hub's broker, whichever way its messages go in and out. */
abstract class QueueContract {

    static final int IN_FLIGHT = 10_000;
    static final Duration SOON = Duration.ofSeconds(30);
    private static final int QUOTA = 2_000;
    private static final BrokerAddress QUEUE = new BrokerAddress("store.acme", false);

    @TempDir
    Path data;

    private Broker broker;
    private QueueSender sender;

    abstract QueueSender sender(Broker broker, JmsSender jms);

    abstract QueueReader reader(Broker broker, String queue) throws Exception;

    @BeforeEach
    void open() throws Exception {
        broker = new Broker(StoreHub.quota(data, QUOTA));
        broker.start();
        JmsSender jms = new JmsSender(
                broker.place(), broker::connections, IN_FLIGHT, SOON, broker::isTrusted, Destinations.of(broker));
        sender = sender(broker, jms);
        sender.start();
        broker.make(QUEUE);
    }

    @AfterEach
    void close() {
        sender.close();
        broker.close();
    }

    private CompletableFuture<Exception> send(byte[] octets, Map<String, Object> properties) {
        CompletableFuture<Exception> ended = new CompletableFuture<>();
        sender.send(QUEUE, new OctetsMessage(octets, properties), ended::complete);
        return ended;
    }

    private void sendAll(int count) {
        List<CompletableFuture<Exception>> sent = IntStream.range(0, count)
                .mapToObj(i -> send(octets("message " + i), Map.of()))
                .toList();
        assertThat(sent)
                .allSatisfy(ended -> assertThat(ended.get(30, TimeUnit.SECONDS)).isNull());
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<QueueReader.Delivery> read(QueueReader reader, int count) throws Exception {
        List<QueueReader.Delivery> all = new ArrayList<>();
        long end = System.nanoTime() + SOON.toNanos();
        while (all.size() < count && System.nanoTime() < end) {
            reader.receive(200).ifPresent(all::add);
        }
        assertThat(all).hasSize(count);
        return all;
    }

    private static String text(QueueReader.Delivery delivery) throws Exception {
        return new String(delivery.octets(), StandardCharsets.UTF_8);
    }

    private static void acknowledge(List<QueueReader.Delivery> deliveries) {
        AtomicInteger noted = new AtomicInteger();
        deliveries.forEach(delivery -> delivery.acknowledge(failure -> {
            if (failure == null) {
                noted.incrementAndGet();
            }
        }));
        await().atMost(SOON).until(() -> noted.get() == deliveries.size());
    }

    private long depth() throws Exception {
        return broker.depths("acme").getOrDefault(QUEUE.name(), 0L);
    }

    @Test
    void whatIsConfirmedIsReadInItsOrder() throws Exception {
        sendAll(500);
        try (QueueReader reader = reader(broker, QUEUE.name())) {
            List<QueueReader.Delivery> all = read(reader, 500);
            for (int i = 0; i < 500; i++) {
                assertThat(all.get(i).octets()).asString(StandardCharsets.UTF_8).isEqualTo("message " + i);
            }
            acknowledge(all);
            await().atMost(SOON).until(() -> depth() == 0);
            assertThat(reader.receive(100)).isEqualTo(Optional.empty());
        }
    }

    @Test
    void whatWasNotAcknowledgedComesAgainInItsOrder() throws Exception {
        sendAll(100);
        try (QueueReader reader = reader(broker, QUEUE.name())) {
            List<QueueReader.Delivery> all = read(reader, 60);
            acknowledge(all.subList(10, 30));
            assertThat(all.get(0).isStale()).isFalse();
        }
        try (QueueReader again = reader(broker, QUEUE.name())) {
            List<QueueReader.Delivery> rest = read(again, 80);
            assertThat(rest.get(0).octets()).isEqualTo(octets("message 0"));
            assertThat(rest.get(10).octets()).isEqualTo(octets("message 30"));
            assertThat(rest.get(79).octets()).isEqualTo(octets("message 99"));
            acknowledge(rest);
        }
        assertThat(depth()).isZero();
    }

    @Test
    void anAcknowledgementAfterTheReaderIsClosedFails() throws Exception {
        sendAll(1);
        QueueReader.Delivery late;
        try (QueueReader reader = reader(broker, QUEUE.name())) {
            late = read(reader, 1).get(0);
        }
        assertThat(late.isStale()).isTrue();
        CompletableFuture<Exception> ended = new CompletableFuture<>();
        late.acknowledge(ended::complete);
        assertThat(ended.get(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(depth()).isOne();
    }

    @Test
    void whatIsAcknowledgedHasGoneAfterARestart() throws Exception {
        sendAll(1_500);
        Set<String> left =
                IntStream.range(0, 1_500).mapToObj(i -> "message " + i).collect(Collectors.toSet());
        try (QueueReader reader = reader(broker, QUEUE.name())) {
            List<QueueReader.Delivery> read = read(reader, 1_499);
            for (QueueReader.Delivery delivery : read) {
                assertThat(left.remove(text(delivery))).isTrue();
            }
            acknowledge(read);
        }
        close();
        open();
        try (QueueReader reader = reader(broker, QUEUE.name())) {
            assertThat(left).containsExactly(text(read(reader, 1).get(0)));
        }
        assertThat(depth()).isOne();
    }

    @Test
    void aFullQueueRefusesAndTakesAgain() throws Exception {
        List<CompletableFuture<Exception>> sent = IntStream.range(0, 2 * QUOTA + 1_000)
                .mapToObj(i -> send(new byte[100], Map.of()))
                .toList();
        int taken = 0;
        for (CompletableFuture<Exception> ended : sent) {
            Exception failure = ended.get(30, TimeUnit.SECONDS);
            taken += failure == null ? 1 : 0;
            assertThat(failure == null || failure instanceof NotConfirmedException)
                    .isTrue();
        }
        assertThat(taken).isBetween(QUOTA - 500, 2 * QUOTA);
        assertThat(depth()).isEqualTo(taken);
        try (QueueReader reader = reader(broker, QUEUE.name())) {
            acknowledge(read(reader, taken));
        }
        await().atMost(SOON).until(() -> send(new byte[1], Map.of()).get(30, TimeUnit.SECONDS) == null);
    }

    @Test
    void longMessagesAndEmptyOnesAreKept() throws Exception {
        byte[] longest = new byte[600_000];
        longest[599_999] = 7;
        for (byte[] octets : new byte[][] {new byte[0], new byte[90_000], new byte[110_000], longest}) {
            assertThat(send(octets, Map.of("vmnhub_reason", "none", "vmnhub_attempts", 3, "vmnhub_diedAt", 4L))
                            .get(30, TimeUnit.SECONDS))
                    .isNull();
            try (QueueReader reader = reader(broker, QUEUE.name())) {
                List<QueueReader.Delivery> one = read(reader, 1);
                assertThat(one.get(0).octets()).isEqualTo(octets);
                acknowledge(one);
            }
        }
    }

    @Test
    void aReaderThatHoldsManyBackDoesNotSlowTheOthers() throws Exception {
        sendAll(1_900);
        try (QueueReader reader = reader(broker, QUEUE.name())) {
            List<QueueReader.Delivery> held = read(reader, 1_900);
            for (int i = 0; i < 10; i++) {
                sendAll(50);
                acknowledge(read(reader, 50));
            }
            acknowledge(held);
        }
        assertThat(depth()).isZero();
    }
}

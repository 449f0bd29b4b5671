// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.vmnhub.fixture.DeliveredJson;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long messages and repeats over M3UA, with a hub in a process of its own that is killed without a warning. */
class WholeMessagesIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String IMSI = "234150000000123";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path home;

    private final ConcurrentLinkedQueue<JsonNode> received = new ConcurrentLinkedQueue<>();
    private final DeliveredJson delivered = new DeliveredJson();
    private volatile int status = 200;
    private volatile CountDownLatch answer = new CountDownLatch(0);
    private HttpServer application;
    private int ss7Port;
    private Process hub;
    private Smsc smsc;

    @BeforeEach
    void start() throws Exception {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.setExecutor(Executors.newCachedThreadPool());
        application.createContext("/sms", request -> {
            JsonNode message = JSON.readTree(request.getRequestBody().readAllBytes());
            delivered.note(message);
            received.add(message);
            try {
                answer.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            request.sendResponseHeaders(status, -1);
            request.close();
        });
        application.start();
        for (String folder : List.of("config", "routes", "connectors")) {
            copy(Path.of(folder), home.resolve(folder));
        }
        Files.writeString(home.resolve("routes/applications/demo.camel.yaml"), """
                - route:
                    id: demo
                    from:
                      uri: direct:demo
                      steps:
                        - to:
                            uri: kamelet:webhook-sink
                            parameters:
                              url: http://127.0.0.1:%d/sms
                              allowPrivateTargets: true
                """.formatted(
                        application.getAddress().getPort()));
        Files.writeString(home.resolve("config/applications.yaml"), """
                applications:
                  demo:
                    messages:
                      longMessages: whole
                """);
        ss7Port = freePort();
        startHub();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void startHub() throws Exception {
        hub = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.vmnhub.VmnHub",
                        "run",
                        "--home",
                        home.toString(),
                        "-P",
                        "vmnhub.ss7.port=" + ss7Port,
                        "-P",
                        "camel.management.port=" + freePort())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("hub.log").toFile())
                .start();
        await().atMost(SOON).ignoreExceptions().until(() -> {
            Smsc opened = Smsc.tcpClient("127.0.0.1", ss7Port)
                    .asAsp(101)
                    .answerTimeout(Duration.ofSeconds(12))
                    .open();
            try {
                smsc = opened.activate();
                return true;
            } catch (RuntimeException | AssertionError e) {
                opened.close();
                return false;
            }
        });
    }

    /** As kill -9 does. */
    private void kill() throws Exception {
        smsc.close();
        hub.destroyForcibly();
        assertThat(hub.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        answer.countDown();
        kill();
        application.stop(0);
        delivered.assertKept();
    }

    private static List<byte[]> parts(String text, int reference) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_16BE);
        int size = (octets.length + 4) / 5;
        List<byte[]> parts = new ArrayList<>();
        for (int number = 1; number <= 5; number++) {
            byte[] piece = Arrays.copyOfRange(octets, (number - 1) * size, Math.min(octets.length, number * size));
            parts.add(SmsDeliverTpdu.from("447700900555")
                    .timestamp(OffsetDateTime.parse("2026-11-22T12:00:00+01:00").plusSeconds(reference))
                    .part(reference, number, 5)
                    .octets(8, piece)
                    .encode());
        }
        return parts;
    }

    private static List<List<Integer>> permutations(List<Integer> numbers) {
        if (numbers.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Integer>> all = new ArrayList<>();
        for (Integer first : numbers) {
            List<Integer> others = new ArrayList<>(numbers);
            others.remove(first);
            permutations(others)
                    .forEach(rest -> all.add(
                            Stream.concat(Stream.of(first), rest.stream()).toList()));
        }
        return all;
    }

    private Answer send(byte[] tpdu) {
        return smsc.forwardSm(3, IMSI, tpdu);
    }

    private List<String> texts() {
        return received.stream().map(json -> json.path("text").textValue()).toList();
    }

    /**
     * 120 messages, each in its own order. Between the two halves of each the hub is killed, while it has parts in its
     * hands; those that it has not acknowledged are sent again, and of the others some are, as if the answer had been
     * lost.
     */
    @Test
    void everyOrderOfFivePartsWithRepeatsAndAKillInBetweenIsOneWholeMessageEach() throws Exception {
        List<List<Integer>> orders = permutations(List.of(0, 1, 2, 3, 4));
        assertThat(orders).hasSize(120);
        Random random = new Random(11);
        List<byte[]> before = new ArrayList<>();
        List<byte[]> after = new ArrayList<>();
        Set<String> typed = new HashSet<>();
        for (int reference = 0; reference < orders.size(); reference++) {
            String text = "🚀🎉👩‍👩‍👧‍👦🏳️‍🌈 odd length: " + reference;
            typed.add(text);
            List<byte[]> parts = parts(text, reference);
            int half = 1 + random.nextInt(4);
            List<byte[]> ordered =
                    orders.get(reference).stream().map(parts::get).toList();
            before.addAll(ordered.subList(0, half));
            before.add(ordered.get(random.nextInt(half)));
            after.add(ordered.get(random.nextInt(half)));
            after.addAll(ordered.subList(half, 5));
            after.add(ordered.get(random.nextInt(5)));
        }
        sendAll(before.subList(60, before.size()));
        List<CompletableFuture<Answer>> cutOff = before.subList(0, 60).stream()
                .map(tpdu -> smsc.forwardSmAsync(3, IMSI, tpdu))
                .toList();
        kill();
        assertThat(received).isEmpty();
        for (int i = 0; i < 60; i++) {
            boolean acknowledged = cutOff.get(i).isDone()
                    && !cutOff.get(i).isCompletedExceptionally()
                    && cutOff.get(i).join().isResult();
            if (!acknowledged) {
                after.add(0, before.get(i));
            }
        }
        startHub();
        sendAll(after);
        await().atMost(SOON).until(() -> received.size() >= 120);
        Collections.shuffle(before, random);
        sendAll(before.subList(0, 50));
        assertThat(texts()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(typed);
        assertThat(received).allSatisfy(json -> {
            assertThat(json.path("concatenation").path("number").isNull()).isTrue();
            assertThat(json.path("concatenation").path("missing")).isEmpty();
        });
        smsc.assertNothingWrong();
    }

    private void sendAll(List<byte[]> tpdus) {
        List<CompletableFuture<Answer>> answers =
                tpdus.stream().map(tpdu -> smsc.forwardSmAsync(3, IMSI, tpdu)).toList();
        assertThat(answers)
                .allSatisfy(ended -> assertThat(ended.join().isResult()).isTrue());
    }

    @Test
    void aRepeatIsAcknowledgedWithoutASecondDeliveryDuringAndAfterTheFirstAndAfterAKill() throws Exception {
        byte[] hello = SmsDeliverTpdu.from("447700900555").gsm7("Hello").encode();
        status = 503;
        assertThat(send(hello).isResult()).isFalse();
        assertThat(send(hello).isResult()).isFalse();
        assertThat(received).hasSize(2);
        status = 200;
        answer = new CountDownLatch(1);
        CompletableFuture<Answer> first = smsc.forwardSmAsync(3, IMSI, hello);
        await().until(() -> received.size() == 3);
        CompletableFuture<Answer> second = smsc.forwardSmAsync(3, IMSI, hello);
        answer.countDown();
        assertThat(first.join().isResult()).isTrue();
        assertThat(second.join().isResult()).isTrue();
        assertThat(send(hello).isResult()).isTrue();
        kill();
        startHub();
        assertThat(send(hello).isResult()).isTrue();
        assertThat(received).hasSize(3);
    }

    @Test
    void aWholeMessageThatTheApplicationRefusesIsDeliveredLaterAlsoAfterAKill() throws Exception {
        status = 503;
        sendAll(parts("Patience is a virtue 🐢", 7));
        await().atMost(SOON).until(() -> received.size() >= 2);
        kill();
        status = 200;
        received.clear();
        startHub();
        await().atMost(SOON).until(() -> received.size() == 1);
        assertThat(texts()).containsExactly("Patience is a virtue 🐢");
    }
}

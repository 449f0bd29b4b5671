// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.HostileReceiver;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.http.NameService;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** One application whose web servers mean ill in every way at once, and another whose messages must not notice. */
@Timeout(240)
class HostileReceiversIT {

    private static final int MOST_CONNECTIONS = 20;
    private static final int SAMPLES = 150;
    private static final String FRIENDLY = "234150000000001";
    private static final String HOSTILE = "234150000001001";
    private static final OffsetDateTime FIRST = OffsetDateTime.parse("2026-11-22T12:00:00+01:00");
    private static final AtomicInteger MESSAGES = new AtomicInteger();

    /** Leads every name to this machine, as the owner of a name may at any moment. */
    public static final class HostileNames implements NameService {
        @Override
        public InetAddress[] addresses(String host) throws UnknownHostException {
            return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})};
        }
    }

    private final Map<HostileReceiver.Kind, HostileReceiver> hostile = new EnumMap<>(HostileReceiver.Kind.class);
    private final Map<String, Queue<CompletableFuture<Answer>>> answers = new TreeMap<>();

    private String routes(Receiver friendly, Receiver innocent) {
        StringBuilder routes = new StringBuilder("""
                - route:
                    id: demo
                    from:
                      uri: direct:demo
                      steps:
                        - to: {uri: kamelet:webhook-sink, parameters: {url: "%s", allowPrivateTargets: true}}
                - route:
                    id: hostile
                    from:
                      uri: direct:hostile
                      steps:
                        - toD: "direct:hostile-${header.CamelSmsText}"
                """.formatted(friendly.url()));
        hostile.forEach((kind, receiver) ->
                routes.append(route(kind.name(), "http://127.0.0.1:" + receiver.port() + "/sms", true)));
        routes.append(route("NAME", innocent.url().replace("127.0.0.1", "app.example.com"), false));
        return routes.toString();
    }

    private static String route(String kind, String url, boolean allowed) {
        return """
                - route:
                    id: hostile-%1$s
                    from:
                      uri: direct:hostile-%1$s
                      steps:
                        - to:
                            uri: kamelet:webhook-sink
                            parameters: {url: "%2$s", allowPrivateTargets: %3$s, maxInFlight: %4$d, maxConnections: %4$d, circuitCalls: 10000,
                              confirmWithin: 4s}
                """.formatted(kind, url, allowed, MOST_CONNECTIONS);
    }

    private static byte[] text(String text) {
        return SmsDeliverTpdu.from("447700900123")
                .gsm7(text)
                .timestamp(FIRST.plusSeconds(MESSAGES.getAndIncrement()))
                .encode();
    }

    private static Duration median(Smsc smsc) {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            Answer answer = smsc.forwardSm(3, FRIENDLY, text("friendly"));
            assertThat(answer.isResult()).isTrue();
            times.add(answer.after());
        }
        return times.stream().sorted().toList().get(SAMPLES / 2);
    }

    @Test
    void noneDoesHarmAndNoneChangesTheLatencyOfAnotherApplication(@TempDir Path home) throws Exception {
        for (HostileReceiver.Kind kind : HostileReceiver.Kind.values()) {
            hostile.put(kind, new HostileReceiver(kind));
            answers.put(kind.name(), new ConcurrentLinkedQueue<>());
        }
        answers.put("NAME", new ConcurrentLinkedQueue<>());
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (Receiver friendly = Receiver.answering(204);
                Receiver innocent = Receiver.answering(200);
                RunningHub hub = RunningHub.in(
                        home,
                        Map.of(
                                "config/application.properties",
                                        shipped -> shipped + "\ncamel.beans.names=#class:"
                                                + HostileNames.class.getName() + "\n",
                                "config/numbers.yaml",
                                        shipped -> shipped
                                                + "\n  - {from: \"447700901000\", to: \"447700901999\", firstImsi: "
                                                + "\"234150000001000\", application: hostile}\n",
                                "routes/applications/demo.camel.yaml", shipped -> routes(friendly, innocent)));
                Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port())
                        .asAsp(101)
                        .answerTimeout(Duration.ofSeconds(30))
                        .open()) {
            smsc.activate();
            median(smsc); // warm
            Duration alone = median(smsc);
            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            clock.scheduleAtFixedRate(
                    () -> answers.forEach((kind, all) -> all.add(smsc.forwardSmAsync(3, HOSTILE, text(kind)))),
                    0,
                    60,
                    TimeUnit.MILLISECONDS);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> hostile.get(HostileReceiver.Kind.HANGS).open() >= MOST_CONNECTIONS
                            && hostile.get(HostileReceiver.Kind.DRIPS).open() >= MOST_CONNECTIONS);
            Duration beside = median(smsc);
            LoggerFactory.getLogger(HostileReceiversIT.class)
                    .warn("median {} ms beside hostile receivers, {} ms alone", beside.toMillis(), alone.toMillis());
            int threadsBeside = ManagementFactory.getThreadMXBean().getThreadCount();
            clock.shutdown();
            assertThat(clock.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertThat(beside)
                    .as("median latency beside hostile receivers; alone it was " + alone)
                    .isLessThan(alone.multipliedBy(10).plusMillis(300));
            assertThat(threadsBeside - threads)
                    .as("threads more: Vert.x's workers and those that look names up, no matter how many wait")
                    .isLessThan(50);
            answers.forEach(HostileReceiversIT::everyMessageHadOneAnswer);
            hostile.forEach((kind, receiver) ->
                    assertThat(receiver.requests()).as("requests to " + kind).isPositive());
            // those that are held open; a receiver may hear of a connection's end later than the hub makes the next
            List.of(HostileReceiver.Kind.HANGS, HostileReceiver.Kind.DRIPS)
                    .forEach(kind -> assertThat(hostile.get(kind).mostOpen())
                            .as("connections to " + kind)
                            .isLessThanOrEqualTo(2 * MOST_CONNECTIONS));
            assertThat(innocent.received())
                    .as("what a name that leads to this machine got")
                    .isEmpty();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(
                                    hostile.get(HostileReceiver.Kind.FLOODS).open())
                            .isZero());
            smsc.assertNothingWrong();
        } finally {
            clock.shutdownNow();
            for (HostileReceiver receiver : hostile.values()) {
                receiver.close();
            }
        }
    }

    /** An answer that is whole by its own length confirms, whatever follows it; all others are temporary errors. */
    private static void everyMessageHadOneAnswer(String kind, Queue<CompletableFuture<Answer>> all) {
        assertThat(all).hasSizeGreaterThan(10).allSatisfy(one -> {
            Answer answer = one.join();
            assertThat(answer.kind()).as(kind).isIn(Answer.Kind.RESULT, Answer.Kind.ERROR);
            if (!kind.equals(HostileReceiver.Kind.SAYSTOOLITTLE.name())) {
                assertThat(answer.kind()).as(kind).isEqualTo(Answer.Kind.ERROR);
            }
        });
    }
}

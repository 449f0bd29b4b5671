// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.broker.BrokerProtocol;
import io.vmnhub.broker.ListenerLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Strangers at the broker's port: what they send is bounded, they are bounded, and none of it burns a core or keeps the
 * hub from ending.
 */
@Timeout(120)
class BrokerBeforeSignInIT {

    private static final int FLOOD = 5_000_000;
    private static final ListenerLimits LIMITS = new ListenerLimits(30, 20, 5, 5, 100, Duration.ofSeconds(2));

    @TempDir
    Path data;

    private AttackedBroker broker;

    private void start(Set<BrokerProtocol> protocols, ListenerLimits limits) throws Exception {
        broker = new AttackedBroker(data, protocols, limits);
    }

    @AfterEach
    void theHubEndsInTimeAllTheSame() {
        long begun = System.nanoTime();
        broker.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
    }

    private static byte[] beginning(BrokerProtocol protocol) {
        return switch (protocol) {
            case AMQP ->
                new byte[] {'A', 'M', 'Q', 'P', 3, 1, 0, 0, 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 2, 1, 0, 0};
            case CORE -> new byte[] {'A', 'R', 'T', 'E', 'M', 'I', 'S', 0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
            case MQTT -> new byte[] {0x10, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F, 0, 4, 'M', 'Q', 'T', 'T', 4};
            case STOMP -> "CONNECT\nlogin:".getBytes(StandardCharsets.US_ASCII);
        };
    }

    @ParameterizedTest
    @EnumSource
    void aFrameWithoutEndIsCutOffAndCostsNothing(BrokerProtocol protocol) throws Exception {
        start(Set.of(BrokerProtocol.values()), LIMITS);
        try (Socket socket = broker.connect()) {
            socket.getOutputStream().write(beginning(protocol));
            assertThat(writeUntilClosed(socket, FLOOD)).as("octets taken").isLessThan(FLOOD);
        }
        expectIdle();
        broker.deliver("acme", "01C", "and the hub goes on");
    }

    /** @return how many octets the peer, and the buffers between, have taken */
    private static int writeUntilClosed(Socket socket, int most) throws IOException {
        byte[] octets = new byte[10_000];
        OutputStream out = socket.getOutputStream();
        int written = 0;
        try {
            for (; written < most; written += octets.length) {
                out.write(octets);
            }
            while (socket.getInputStream().read() >= 0) {
                written = most; // it answers, and is closed in time
            }
            return most - 1;
        } catch (SocketException e) {
            return written;
        }
    }

    /** No thread of the broker computes on. */
    private static void expectIdle() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Duration window = Duration.ofMillis(500);
        AtomicLong before = new AtomicLong(brokerNanos(threads));
        await().pollDelay(window)
                .pollInterval(window)
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    long now = brokerNanos(threads);
                    return now - before.getAndSet(now) < window.toNanos() * 2 / 5;
                });
    }

    private static long brokerNanos(ThreadMXBean threads) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(?i).*(broker|activemq|remoting).*"))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getId())))
                .sum();
    }

    @ParameterizedTest
    @EnumSource
    void garbageBehindAGreetingHarmsNobody(BrokerProtocol protocol) throws Exception {
        start(Set.of(BrokerProtocol.values()), LIMITS);
        Random random = new Random(protocol.ordinal());
        for (int i = 0; i < 60; i++) {
            try (Socket socket = broker.connect()) {
                byte[] garbage = new byte[random.nextInt(600)];
                random.nextBytes(garbage);
                socket.getOutputStream().write(beginning(protocol), 0, protocol == BrokerProtocol.AMQP ? 8 : 7);
                if (protocol == BrokerProtocol.AMQP) { // frames of SASL of the right length with nonsense in them
                    socket.getOutputStream().write(new byte[] {
                        0, 0, (byte) (garbage.length + 8 >> 8), (byte) (garbage.length + 8), 2, 1, 0, 0
                    });
                }
                socket.getOutputStream().write(garbage);
            } catch (SocketException closed) {
                assertThat(closed).isNotNull();
            }
        }
        expectIdle();
        broker.deliver("acme", "01C", "and the hub goes on");
    }

    @Test
    void whoDoesNotSignInIsClosedAndNoMoreThanAllowedConnect() throws Exception {
        start(Set.of(BrokerProtocol.AMQP, BrokerProtocol.CORE), LIMITS);
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                sockets.add(broker.connect());
            }
            for (int i = LIMITS.connectionsPerAddress(); i < sockets.size(); i++) {
                assertThat(closed(sockets.get(i))).as("connection %d", i).isTrue();
            }
            sockets.get(0).getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 3, 1, 0, 0});
            sockets.get(1).getOutputStream().write('A');
            for (Socket socket : sockets) {
                assertThat(closed(socket)).isTrue();
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
        try (Socket again = broker.connect()) {
            again.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 3, 1, 0, 0});
            assertThat(again.getInputStream().read()).as("there is room again").isEqualTo('A');
        }
    }

    private static boolean closed(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                continue;
            }
            return true;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void onlyTheConfiguredProtocolsAreSpoken() throws Exception {
        start(Set.of(BrokerProtocol.AMQP), LIMITS);
        for (byte[] greeting : List.of(
                beginning(BrokerProtocol.CORE),
                beginning(BrokerProtocol.STOMP),
                beginning(BrokerProtocol.MQTT),
                "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                "POST / HTTP/1.1\r\nContent-Length: 2000000000\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                "AMQP\0\1\0\0".getBytes(StandardCharsets.US_ASCII),
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 1\r\n".getBytes(StandardCharsets.US_ASCII))) {
            try (Socket socket = broker.connect()) {
                socket.getOutputStream().write(greeting);
                assertThat(closed(socket)).isTrue();
            } catch (SocketException e) {
                assertThat(e).isNotNull();
            }
        }
    }
}

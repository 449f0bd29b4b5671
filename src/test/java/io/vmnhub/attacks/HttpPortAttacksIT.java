// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vmnhub.http.AllowedHosts;
import io.vmnhub.http.HttpLimits;
import io.vmnhub.http.HttpPorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients of an HTTP port that want its connections for themselves. */
class HttpPortAttacksIT {

    private static final String GET = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final int PER_ADDRESS = 20;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<Socket> sockets = new ArrayList<>();
    private HttpPorts ports;
    private int port;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        HttpPorts.Grant grant = new HttpPorts.Grant(
                new HttpLimits(
                        Duration.ofMillis(1_500), Duration.ofMillis(1_500), Duration.ofMillis(2_500), 30, PER_ADDRESS),
                new AllowedHosts("vmnhub.http.hosts", "hub.example.com"));
        ports = new HttpPorts(registry, grant, grant);
        context.getRegistry().bind("vertx", Vertx.class, ports.vertx());
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost("127.0.0.1");
        configuration.setBindPort(port);
        context.getRegistry().bind("publicHttp", VertxPlatformHttpServerConfiguration.class, configuration);
        context.addService(ports.application(configuration));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/hello").setBody().constant("hello");
                from("platform-http:/slow").delay(4_000).setBody().constant("at last");
                from("platform-http:/long").setBody().constant("x".repeat(32_000_000));
            }
        });
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        context.stop();
        ports.close();
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0);
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readToEnd(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            read.append((char) next);
            if (read.indexOf(end) >= 0) {
                break;
            }
        }
        return read.toString();
    }

    private double refused(String reason) {
        return registry.get("vmnhub.http.refused")
                .tag("port", "application")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private double connections() {
        return registry.get("vmnhub.http.connections")
                .tag("port", "application")
                .gauge()
                .value();
    }

    @Test
    void aHeadThatDripsEndsInTimeAndSoDoesSilence() throws Exception {
        Socket silent = connect("127.0.0.1");
        Socket dripping = connect("127.0.0.1");
        send(dripping, "GET /hello HTTP/1.1\r\n");
        AtomicInteger lines = new AtomicInteger();
        ScheduledExecutorService drips = Executors.newSingleThreadScheduledExecutor();
        drips.scheduleWithFixedDelay(
                () -> {
                    try {
                        send(dripping, "X-" + lines.incrementAndGet() + ": a\r\n");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e); // the hub has closed it: this was the last line
                    }
                },
                0,
                50,
                TimeUnit.MILLISECONDS);
        assertThat(readUntil(dripping, "\r\n")).startsWith("HTTP/1.1 408");
        assertThat(readToEnd(silent)).startsWith("HTTP/1.1 408");
        await().until(() -> connections() == 0 && refused("head") == 2);
        drips.shutdownNow();
    }

    @Test
    void aBodyThatNeverEndsEndsInTime() throws Exception {
        Socket socket = connect("127.0.0.1");
        send(socket, "POST /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc");
        assertThat(readToEnd(socket)).startsWith("HTTP/1.1 408");
        assertThat(refused("body")).isEqualTo(1);
    }

    @Test
    void aConnectionServesManyRequestsAndIdlesForAWhileOnly() throws Exception {
        Socket socket = connect("127.0.0.1");
        for (int i = 0; i < 3; i++) {
            send(socket, GET);
            assertThat(readUntil(socket, "hello\r\n0\r\n\r\n")).startsWith("HTTP/1.1 200");
        }
        assertThat(readToEnd(socket)).isEmpty();
        assertThat(refused("head")).isZero();
    }

    @Test
    void theHeadOfALaterRequestMustBeThereInTimeToo() throws Exception {
        Socket socket = connect("127.0.0.1");
        send(socket, GET);
        assertThat(readUntil(socket, "hello\r\n0\r\n\r\n")).startsWith("HTTP/1.1 200");
        send(socket, "GET /he");
        assertThat(readToEnd(socket)).startsWith("HTTP/1.1 408");
    }

    @Test
    void anAnswerThatTakesTheHubLongIsNotCut() throws Exception {
        Socket socket = connect("127.0.0.1");
        send(socket, GET.replace("/hello", "/slow"));
        assertThat(readUntil(socket, "at last")).startsWith("HTTP/1.1 200").endsWith("at last");
    }

    @Test
    void anAnswerThatNobodyReadsCostsTheConnection() throws Exception {
        Socket socket = connect("127.0.0.1");
        socket.setReceiveBufferSize(4_096);
        send(socket, GET.replace("/hello", "/long"));
        await().atMost(Duration.ofSeconds(30)).until(() -> refused("unread") == 1 && connections() == 0);
    }

    @Test
    void oneAddressMayHaveSoManyConnectionsAndAnotherIsServed() throws Exception {
        for (int i = 0; i < 3 * PER_ADDRESS; i++) {
            connect("127.0.0.1");
        }
        await().until(() -> refused("address") == 2 * PER_ADDRESS && connections() == PER_ADDRESS);
        Socket other = connect("127.0.0.2");
        send(other, GET);
        assertThat(readUntil(other, "hello")).startsWith("HTTP/1.1 200");
        await().atMost(Duration.ofSeconds(20)).until(() -> refused("head") >= PER_ADDRESS);
        Socket again = connect("127.0.0.1");
        send(again, GET);
        assertThat(readUntil(again, "hello")).startsWith("HTTP/1.1 200");
    }

    @Test
    void manyAddressesGetNoMoreThanThePortHas() throws Exception {
        for (int i = 0; i < 45; i++) {
            connect("127.0.0." + (1 + i % 9));
        }
        await().until(() -> refused("connections") == 15 && connections() == 30);
    }

    @Test
    void garbageAndHugeHeadsAreRefusedWithoutAnUnhandledException() throws Exception {
        for (String bad : List.of(
                "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n",
                "GET /hello HTTP/9.9\r\n\r\n",
                "GET " + "a".repeat(9_000) + " HTTP/1.1\r\n\r\n",
                "GET /hello HTTP/1.1\r\nX: " + "a".repeat(20_000) + "\r\n\r\n",
                "POST /hello HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
            Socket socket = connect("127.0.0.1");
            send(socket, bad);
            assertThat(readToEnd(socket)).doesNotContain("HTTP/1.1 200");
        }
        Socket good = connect("127.0.0.1");
        send(good, GET);
        assertThat(readUntil(good, "hello")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aRequestWithoutOneReadableHostHeaderIsRefused() throws Exception {
        String end = "\r\nConnection: close\r\n\r\n";
        for (String bad : List.of(
                "GET /hello HTTP/1.1\r\nHost: localhost\r\nHost: localhost" + end,
                "GET /hello HTTP/1.1\r\nHost: localhost\r\nHost: attacker.example" + end,
                "GET /hello HTTP/1.1\r\nHost: a b" + end,
                "GET /hello HTTP/1.1" + end)) {
            Socket socket = connect("127.0.0.1");
            send(socket, bad);
            assertThat(readToEnd(socket)).as(bad).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void aPageOnAnotherNameThatResolvesToTheHubReadsNothing() throws Exception {
        for (String host :
                List.of("attacker.example", "hub.example.com.attacker.example", "localhost.attacker.example")) {
            Socket socket = connect("127.0.0.1");
            send(socket, GET.replace("localhost", host).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            assertThat(readToEnd(socket)).startsWith("HTTP/1.1 421");
        }
        for (String host :
                List.of("hub.example.com:8080", "HUB.example.com.", "127.0.0.1:1", "[::1]:8080", "localhost:80")) {
            Socket socket = connect("127.0.0.1");
            send(socket, GET.replace("localhost", host));
            assertThat(readUntil(socket, "hello\r\n0\r\n\r\n")).as(host).startsWith("HTTP/1.1 200");
        }
        assertThat(refused("host")).isEqualTo(3);
    }
}

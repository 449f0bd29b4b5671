// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vmnhub.http.AllowedHosts;
import io.vmnhub.http.ErrorTable;
import io.vmnhub.http.HttpLimits;
import io.vmnhub.http.HttpPorts;
import io.vmnhub.http.PostContext;
import io.vmnhub.http.PostSettings;
import io.vmnhub.http.PostTarget;
import io.vmnhub.http.TargetKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Receivers whose answers are not HTTP: the call fails with a reason, and the console gets no stack traces. */
class HostileAnswersIT {

    private static final int CALLS = 50;

    private static void answer(ServerSocket server, String text) {
        try {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    byte[] request = new byte[4_096];
                    if (socket.getInputStream().read(request) > 0) {
                        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
                    }
                }
            }
        } catch (IOException e) {
            assertThat(server.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n-1\r\n\r\n",
                "HTTP/9.9 what\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello"
            })
    void noneConfirmsAndNoneLeavesAStackTrace(String text) throws Exception {
        HttpPorts.Grant grant = new HttpPorts.Grant(
                new HttpLimits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 1),
                new AllowedHosts("", ""));
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                HttpPorts ports = new HttpPorts(new SimpleMeterRegistry(), grant, grant);
                PostTarget target = new PostTarget(
                        PostContext.of(ports.vertx(), new SimpleMeterRegistry()),
                        new PostSettings(
                                URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"),
                                true,
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5),
                                4,
                                4,
                                1_000,
                                Duration.ofSeconds(10)),
                        new PostTarget.Role(TargetKind.WEBHOOK, "", ErrorTable.none(), posted -> true))) {
            Thread answers = new Thread(() -> answer(server, text));
            answers.start();
            for (int i = 0; i < CALLS; i++) {
                var call = target.post(MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("hello"), Optional.empty())
                        .toCompletionStage()
                        .toCompletableFuture()
                        .handle((posted, failure) -> failure)
                        .get(30, TimeUnit.SECONDS);
                assertThat(call).isNotNull().hasMessageContaining("127.0.0.1");
            }
        } finally {
            root.detachAppender(lines);
        }
        assertThat(lines.list)
                .filteredOn(line ->
                        line.getThrowableProxy() != null || line.getLevel().isGreaterOrEqual(Level.ERROR))
                .as("stack traces and errors")
                .isEmpty();
        assertThat(lines.list)
                .as("lines for " + CALLS + " answers")
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .hasSizeLessThan(5);
    }
}

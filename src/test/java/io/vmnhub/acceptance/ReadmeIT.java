// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows works as it is written there. */
@Timeout(180)
class ReadmeIT {

    @TempDir
    Path folder;

    private static String block(String language) throws IOException {
        Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static Process start(Path printed, String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
    }

    /** A message to a hub whose demo route posts it to the port at which the receiver listens. */
    private void gets(RunningHub hub, int port, String text, String printed, String... command) throws Exception {
        Path log = folder.resolve(command[0].replaceAll(".*/", "") + ".log");
        Process receiver = start(log, command);
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> listens(port));
            // the hub may yet find that its connection to the receiver before has gone
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> hub.forwardSm(text).isResult());
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(Files.readString(log)).contains(printed));
        } finally {
            receiver.destroy();
            receiver.waitFor();
        }
    }

    private Path program(String file, String language, int port) throws IOException {
        return Files.writeString(folder.resolve(file), block(language).replace("8000", String.valueOf(port)));
    }

    @Test
    @NeedsPeer({Peer.PYTHON, Peer.NODE})
    void eachReceiverGetsTheMessageAndItsAnswerAcknowledgesIt() throws Exception {
        int port = FreePort.next();
        String sink = block("yaml").replace("8000", String.valueOf(port)).indent(8);
        String logSink = "        - to:\n            uri: kamelet:log-sink\n            parameters:\n"
                + "              showContent: true\n";
        try (RunningHub hub = RunningHub.in(
                Files.createDirectory(folder.resolve("hub")), Map.of("routes/applications/demo.camel.yaml", shipped -> {
                    assertThat(shipped).contains(logSink);
                    return shipped.replace(logSink, sink);
                }))) {
            String shown = "+447911123456 -> +447700900123 Hello ";
            Path python = program("receiver.py", "python", port);
            gets(hub, port, "Hello Python", shown + "Python", "python3", python.toString());
            Path node = program("receiver.js", "javascript", port);
            gets(hub, port, "Hello Node", shown + "Node", "node", node.toString());
            Path java = program("Receiver.java", "java", port);
            String runtime =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            gets(hub, port, "Hello Java", "\"text\":\"Hello Java\"", runtime, java.toString());
        }
    }
}

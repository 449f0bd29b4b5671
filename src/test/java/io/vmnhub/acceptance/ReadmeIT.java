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

    @Test
    @NeedsPeer(Peer.PYTHON)
    void theReceiverGetsTheMessageAndItsAnswerAcknowledgesIt() throws Exception {
        int port = FreePort.next();
        Path script =
                Files.writeString(folder.resolve("receiver.py"), block("python").replace("8000", "" + port));
        String sink = block("yaml").replace("8000", "" + port).indent(8);
        String logSink = "        - to:\n            uri: kamelet:log-sink\n            parameters:\n"
                + "              showContent: true\n";
        Path printed = folder.resolve("receiver.log");
        Process receiver = new ProcessBuilder("python3", script.toString())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try (RunningHub hub = RunningHub.in(
                Files.createDirectory(folder.resolve("hub")), Map.of("routes/applications/demo.camel.yaml", shipped -> {
                    assertThat(shipped).contains(logSink);
                    return shipped.replace(logSink, sink);
                }))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> listens(port));
            assertThat(hub.forwardSm("Hello README").isResult()).isTrue();
            assertThat(Files.readString(printed)).contains("+447911123456 -> +447700900123 Hello README");
        } finally {
            receiver.destroy();
        }
    }
}

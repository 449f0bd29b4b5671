// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.KafkaServer;
import io.vmnhub.fixture.ServerProgram;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial's files and commands, as they stand there, with the packed distribution; other ports alone. */
@Timeout(300)
class ConnectorTutorialIT {

    private static final Path PAGE = Path.of("docs/tutorial-connector.md");

    /** A block, and before it, where it is a file, the file's name. */
    private static final Pattern BLOCK = Pattern.compile("(?:`([^`\n]+)`\n\n)?```(\\w+)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    private static String script(String page) {
        StringBuilder script = new StringBuilder("set -e\ntrap 'kill $(jobs -p); wait' EXIT\n");
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            if (block.group(2).equals("sh")) {
                script.append(block.group(3));
            } else {
                script.append("cat > '").append(block.group(1)).append("' <<'END OF THE FILE'\n");
                script.append(block.group(3)).append("END OF THE FILE\n");
            }
        }
        return script.toString();
    }

    /** A home whose Maven settings name the repository of this machine, so that nothing is fetched twice. */
    private Path home() throws IOException {
        Path settings = Files.createDirectories(folder.resolve("home/.m2")).resolve("settings.xml");
        Path repository = Path.of(System.getProperty("user.home"), ".m2/repository");
        Files.writeString(settings, "<settings><localRepository>" + repository + "</localRepository></settings>");
        return folder.resolve("home");
    }

    @Test
    @NeedsPeer({Peer.DISTRIBUTION, Peer.KAFKA})
    void everyCommandRunsAsItStands() throws Exception {
        Path zip = Path.of(System.getProperty("vmnhub.zip")).toAbsolutePath();
        Files.createSymbolicLink(folder.resolve("vmn-hub-0.1.0.zip"), zip);
        Path printed = folder.resolve("printed.txt");
        try (ServerProgram kafka = KafkaServer.in(Files.createDirectory(folder.resolve("kafka")))) {
            kafka.start();
            String pager = String.valueOf(FreePort.next());
            Path script = Files.writeString(
                    folder.resolve("tutorial.sh"),
                    script(Files.readString(PAGE)
                            .replace("localhost:9092", "localhost:" + kafka.port())
                            .replace("http://localhost:8000", "http://localhost:" + pager)
                            .replace("\"127.0.0.1\", 8000", "\"127.0.0.1\", " + pager)));
            ProcessBuilder bash = new ProcessBuilder("bash", script.toString())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile());
            bash.environment()
                    .putAll(Map.of(
                            "VMNHUB_JAVA_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1 -Duser.home=" + home(),
                            "VMNHUB_SS7_PORT", String.valueOf(FreePort.next()),
                            "VMNHUB_SMPP_PORT", String.valueOf(FreePort.next()),
                            "CAMEL_MANAGEMENT_PORT", String.valueOf(FreePort.next())));
            Process tutorial = bash.start();
            boolean ended = tutorial.waitFor(240, TimeUnit.SECONDS);
            tutorial.descendants().forEach(ProcessHandle::destroy);
            tutorial.destroy();
            assertThat(ended && tutorial.exitValue() == 0)
                    .as(Files.readString(printed))
                    .isTrue();
            assertThat(Files.readString(printed))
                    .contains("kafka-not-secured-sink is in connectors")
                    .containsPattern("(?s)mt-forwardSM result.*mt-forwardSM result");
            assertThat(kafka.holds("Hello Kafka")).isTrue();
            assertThat(kafka.holds("Hello pager")).isTrue();
            assertThat(Files.readString(folder.resolve("vmn-hub-0.1.0/pager.log")))
                    .containsPattern("(?m)^/pages [0-9]+: Hello pager$");
        }
    }
}

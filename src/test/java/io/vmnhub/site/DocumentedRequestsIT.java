// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.HubFolder;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Smsc;
import io.vmnhub.site.Snippet.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pages' requests to the management port, sent by curl to a hub as they stand there. */
@Timeout(180)
class DocumentedRequestsIT {

    private static final String TOKEN = "a-token-of-sufficient-length";

    /** What the examples name and a hub without links, sessions and messages has not. */
    private static final Pattern ABSENT =
            Pattern.compile("01JD8Z6M3QK5T7V9X1B2C4D6E8|stp-a/|acme-1|192\\.0\\.2\\.7|5f2b9c01|v1/cluster$");

    private static List<String> requests() {
        return Snippet.all(Path.of("")).stream()
                .filter(snippet -> snippet.kind() == Kind.SHELL)
                .flatMap(snippet -> snippet.text().lines())
                .map(line -> line.replaceFirst("\\s+#.*", ""))
                .filter(line -> line.startsWith("curl ") && line.matches(".*(\\$M/|:9090/).*"))
                .filter(line -> !line.matches("curl -[Nbc] .*")) // streams and sessions of browsers
                .toList();
    }

    @Test
    void eachIsAnsweredAsThePagesSay(@TempDir Path home) throws Exception {
        UnaryOperator<String> acme = text -> text.replace("demo", "acme");
        HubFolder folder = HubFolder.shipped(home)
                .edit(Map.of(
                        "config/numbers.yaml",
                        acme,
                        "config/applications.yaml",
                        acme,
                        "routes/applications/demo.camel.yaml",
                        acme));
        List<String> requests = requests();
        assertThat(requests).hasSizeGreaterThan(30);
        try (RunningHub hub = RunningHub.of(
                        folder, Map.of("vmnhub.management.token", TOKEN, "vmnhub.records.sql", "true"), Map.of());
                Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port()).asAsp(101).open()) {
            smsc.activate(); // or the hub is not ready
            String port = String.valueOf(hub.managementPort());
            String script = Stream.concat(
                            Stream.of("curl() { command curl -s -o /dev/null -w '%{http_code}\\n' -m 60 \"$@\"; }"),
                            requests.stream().map(request -> request.replace(":9090/", ":" + port + "/")))
                    .reduce("", (all, line) -> all + line + "\n");
            ProcessBuilder shell = new ProcessBuilder("bash", "-c", script).directory(home.toFile());
            shell.environment().put("VMNHUB_MANAGEMENT_TOKEN", TOKEN);
            shell.environment().put("H", "Authorization: Bearer " + TOKEN);
            shell.environment().put("M", "http://127.0.0.1:" + port + "/manage/v1");
            Process process = shell.redirectErrorStream(true).start();
            List<String> statuses = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(statuses).hasSameSizeAs(requests);
            List<String> wrong = IntStream.range(0, requests.size())
                    .filter(i -> !statuses.get(i).startsWith("2"))
                    .filter(i -> !(statuses.get(i).equals("404")
                            && ABSENT.matcher(requests.get(i)).find()))
                    .mapToObj(i -> statuses.get(i) + " " + requests.get(i))
                    .toList();
            assertThat(wrong).isEmpty();
        }
    }
}

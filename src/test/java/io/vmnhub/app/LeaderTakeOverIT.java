// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.Certificates;
import io.vmnhub.fixture.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes in processes of their own, of which the one that leads is killed, and then the next. */
@Timeout(480)
class LeaderTakeOverIT {

    private static final Duration SOON = Duration.ofSeconds(120);
    private static final String FIRST = "447700900001";
    private static final String SECOND = "447700900002";

    private final List<Node> nodes = new ArrayList<>();

    private static final class Node {

        private final Process process;
        private final BufferedReader out;
        private final PrintWriter in;

        Node(Path folder, int number, List<String> ports) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-Xmx128m",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LeadingNode.class.getName(),
                    folder.toString(),
                    String.valueOf(number)));
            command.addAll(ports);
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        }

        String ask(String line) {
            in.println(line);
            StringBuilder log = new StringBuilder();
            try {
                for (String said = out.readLine(); said != null; said = out.readLine()) {
                    if (said.startsWith(LeadingNode.ANSWER)) {
                        return said.substring(LeadingNode.ANSWER.length());
                    }
                    log.append(said).append('\n');
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            throw new IllegalStateException("the node has ended: " + log);
        }

        boolean leads() {
            return Boolean.parseBoolean(ask("leads"));
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(node -> node.process.destroyForcibly());
    }

    private void start(Path folder) throws Exception {
        Certificates.in(folder, "node");
        List<String> ports = Collections.nCopies(3, "").stream()
                .map(none -> String.valueOf(FreePort.next()))
                .toList();
        for (int number = 1; number <= 3; number++) {
            nodes.add(new Node(folder, number, ports));
        }
        await().atMost(SOON)
                .until(() -> nodes.stream().allMatch(node -> node.ask("members").equals("3")));
    }

    /** Of those that are left; that there are never two is looked at all the while. */
    private Node awaitLeader() {
        await().atMost(SOON).until(() -> {
            long leaders = nodes.stream().filter(Node::leads).count();
            assertThat(leaders).isLessThanOrEqualTo(1);
            return leaders == 1;
        });
        return nodes.stream().filter(Node::leads).findFirst().orElseThrow();
    }

    private void kill(Node node) throws InterruptedException {
        nodes.remove(node);
        node.process.destroyForcibly().waitFor();
    }

    private void allKnow(int waiting) {
        await().atMost(SOON)
                .until(() -> nodes.stream().allMatch(node -> node.ask("waiting").equals(String.valueOf(waiting))));
    }

    private void theOthersDoNothing(Node leader) {
        assertThat(nodes).filteredOn(node -> node != leader).allSatisfy(node -> {
            assertThat(node.ask("alerted")).isEqualTo("[]");
            assertThat(node.ask("cleanUps")).isEqualTo("0");
        });
    }

    @Test
    void whenTheNodeThatLeadsIsKilledOneOtherAlertsAndCleansUp(@TempDir Path folder) throws Exception {
        start(folder);
        Node leader = awaitLeader();
        Node other = nodes.get(nodes.indexOf(leader) == 0 ? 1 : 0);
        leader.ask("silence");
        other.ask("absent " + FIRST + " 441");
        allKnow(1);
        other.ask("available");
        await().atMost(SOON).until(() -> leader.ask("alerted").equals("[441]"));
        await().atMost(SOON).until(() -> !leader.ask("cleanUps").equals("0"));
        theOthersDoNothing(leader);
        kill(leader);
        long killed = System.nanoTime();
        Node next = awaitLeader();
        System.out.printf("Another node leads after %d ms%n", (System.nanoTime() - killed) / 1_000_000);
        allKnow(0);
        assertThat(next.ask("alerted"))
                .as("what was under way is sent once more")
                .isEqualTo("[441]");
        await().atMost(SOON).until(() -> !next.ask("cleanUps").equals("0"));
        theOthersDoNothing(next);
        kill(next);
        Node last = awaitLeader();
        last.ask("absent " + SECOND + " 442");
        last.ask("available");
        await().atMost(SOON).until(() -> last.ask("alerted").equals("[442]"));
        await().atMost(SOON).until(() -> !last.ask("cleanUps").equals("0"));
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pages' examples with {@code jms:} run in a hub as it is shipped, from the SMSC to a reader of the queue. */
@Timeout(180)
class DocumentedJmsRoutesIT {

    private static final Map<String, UnaryOperator<String>> DEMO_GOES_TO_ACME =
            Map.of("routes/applications/demo.camel.yaml", shipped -> """
            - route:
                id: demo
                from:
                  uri: direct:demo
                  steps:
                    - to: direct:acme
            """);
    private static final String READER = """
            - route:
                from:
                  uri: jms:queue:acme.incoming
                  steps:
                    - process:
                        ref: reader
            """;
    private static final String KAMELET = """
            - route:
                from:
                  uri: direct:acme
                  steps:
                    - to:
                        uri: kamelet:acme-sink
                        parameters:
                          queue: incoming
            """;

    @TempDir
    Path folder;

    /** The first indented block of a page after a line. */
    private static String block(String page, String heading) throws IOException {
        String text = Files.readString(Path.of("docs", page));
        return text.substring(text.indexOf(heading))
                        .lines()
                        .dropWhile(line -> !line.startsWith("    "))
                        .takeWhile(line -> line.isBlank() || line.startsWith("    "))
                        .map(line -> line.isBlank() ? "" : line.substring(4))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static Answer send(RunningHub hub, String text) {
        try (Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port())
                .asAsp(101)
                .answerTimeout(Duration.ofSeconds(30))
                .open()) {
            smsc.activate();
            return smsc.forwardSm(
                    3,
                    "234150000000123",
                    SmsDeliverTpdu.from("447911123456").gsm7(text).encode());
        }
    }

    @Test
    void theKameletOfOnesOwnPutsTheMessageIntoAQueue() throws Exception {
        Queue<String> read = new ConcurrentLinkedQueue<>();
        try (RunningHub hub = RunningHub.in(folder, DEMO_GOES_TO_ACME)) {
            Files.writeString(
                    folder.resolve("connectors/acme-sink.kamelet.yaml"), block("connectors.md", "## One of your own"));
            hub.bind("reader", (Processor)
                    exchange -> read.add(exchange.getMessage().getBody(String.class)));
            hub.routes(READER);
            hub.routes(KAMELET);
            assertThat(send(hub, "to my own queue").isResult()).isTrue();
            await().atMost(Duration.ofSeconds(30)).until(() -> read.size() == 1);
            assertThat(read.peek()).contains("\"text\":\"to my own queue\"");
        }
    }

    @Test
    void theRoutesOfThePageAboutQueuesSendAskAndConsume() throws Exception {
        Queue<String> read = new ConcurrentLinkedQueue<>();
        try (RunningHub hub = RunningHub.in(folder, DEMO_GOES_TO_ACME)) {
            hub.bind("reader", (Processor)
                    exchange -> read.add(exchange.getMessage().getBody(String.class)));
            hub.routes(block("mq.md", "## jms: and amqp: in routes"));
            hub.routes(READER);
            assertThat(send(hub, "STOP").isResult()).isTrue();
            await().atMost(Duration.ofSeconds(30)).until(() -> read.size() == 1);
            assertThat(read.peek()).contains("\"text\":\"STOP\"");
            assertThat(hub.request("direct:acme-lookup", "STOP")).isEqualTo("STOP is known");
        }
    }
}

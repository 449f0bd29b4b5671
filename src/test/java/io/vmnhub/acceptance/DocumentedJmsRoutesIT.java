// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.DocumentedRoutes;
import io.vmnhub.fixture.RunningHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
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
                  uri: jms:queue:sms.acme:incoming
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

    @Test
    void theKameletOfOnesOwnPutsTheMessageIntoAQueue() throws Exception {
        Queue<String> read = new ConcurrentLinkedQueue<>();
        try (RunningHub hub = RunningHub.in(folder, DEMO_GOES_TO_ACME)) {
            Files.writeString(
                    folder.resolve("connectors/acme-sink.kamelet.yaml"),
                    DocumentedRoutes.block("connectors.md", "## One of your own"));
            hub.bind("reader", (Processor)
                    exchange -> read.add(exchange.getMessage().getBody(String.class)));
            hub.routes(READER);
            hub.routes(KAMELET);
            assertThat(hub.forwardSm("to my own queue").isResult()).isTrue();
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
            hub.routes(DocumentedRoutes.block("mq.md", "## jms: and amqp: in routes"));
            hub.routes(READER);
            assertThat(hub.forwardSm("STOP").isResult()).isTrue();
            await().atMost(Duration.ofSeconds(30)).until(() -> read.size() == 1);
            assertThat(read.peek()).contains("\"text\":\"STOP\"");
            assertThat(hub.request("direct:acme-lookup", "STOP")).isEqualTo("STOP is known");
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.fixture.StoreHub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code jms:} and {@code amqp:} in routes, on the hub's embedded broker, without any configuration. */
@Timeout(120)
class ConfirmingJmsComponentIT {

    private static final String ROUTES = """
            - route:
                from:
                  uri: direct:acme
                  steps:
                    - to: jms:queue:acme.incoming
            - route:
                from:
                  uri: direct:octets
                  steps:
                    - to: amqp:queue:octets.incoming?jmsMessageType=Bytes&priority=7&explicitQosEnabled=true&timeToLive=60000
            - route:
                from:
                  uri: direct:named
                  steps:
                    - setHeader:
                        name: CamelJmsDestinationName
                        simple: "named.${header.CamelSmsApplication}"
                    - to: jms:queue:unused
            - route:
                from:
                  uri: direct:ask
                  steps:
                    - setBody:
                        simple: "${header.CamelSmsText}"
                    - to:
                        uri: jms:queue:lookup?requestTimeout=20000
                        pattern: InOut
                    - process:
                        ref: answered
            - route:
                from:
                  uri: jms:queue:lookup
                  steps:
                    - setBody:
                        simple: "answer to ${body}"
            - route:
                from:
                  uri: direct:transacted
                  steps:
                    - to: jms:queue:transacted.incoming?transacted=true&lazyCreateTransactionManager=false
            - route:
                from:
                  uri: jms:queue:acme.incoming?concurrentConsumers=2
                  steps:
                    - process:
                        ref: taken
            - route:
                from:
                  uri: jms:queue:octets.incoming
                  steps:
                    - process:
                        ref: taken
            - route:
                from:
                  uri: jms:queue:named.named
                  steps:
                    - process:
                        ref: taken
            - route:
                from:
                  uri: jms:queue:transacted.incoming
                  steps:
                    - process:
                        ref: taken
            """;

    @TempDir
    Path data;

    private StoreHub hub;
    private SharedSenders senders;
    private final Queue<Taken> taken = new ConcurrentLinkedQueue<>();
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();

    private record Taken(Object body, Map<String, Object> headers) {}

    @BeforeEach
    void start() throws Exception {
        hub = new StoreHub(StoreHub.settings(data));
        senders = new SharedSenders(hub.broker);
        hub.context().addComponent("jms", new ConfirmingJmsComponent(senders));
        hub.context().addComponent("amqp", new ConfirmingAmqpComponent(senders));
        hub.bind("taken", (Processor) exchange -> taken.add(
                new Taken(exchange.getMessage().getBody(), exchange.getMessage().getHeaders())));
        hub.bind("answered", (Processor)
                exchange -> answers.add(exchange.getMessage().getBody(String.class)));
        hub.routes(ROUTES).start();
    }

    @AfterEach
    void stop() {
        hub.close();
        senders.close();
    }

    private Taken takenOne() {
        await().atMost(Duration.ofSeconds(30)).until(() -> taken.size() == 1);
        return taken.peek();
    }

    @Test
    void aShortMessageArrivesInTheFormOfTheJmsSink() throws Exception {
        assertThat(hub.send("direct:acme", StoreHub.message("01A", "Grüße 😀")).get(30, TimeUnit.SECONDS))
                .isNull();
        Taken arrived = takenOne();
        Map<?, ?> json = new ObjectMapper().readValue((String) arrived.body(), Map.class);
        assertThat(json.get("text")).isEqualTo("Grüße 😀");
        assertThat(json.get("id")).isEqualTo("01A");
        assertThat(arrived.headers())
                .containsEntry("smsFrom", "447700900123")
                .containsEntry("smsTo", "447700900001")
                .containsEntry("smsApplication", "acme");
    }

    @Test
    void theOptionsOfCamelJmsHold() throws Exception {
        assertThat(hub.send("direct:octets", StoreHub.message("01A", "ab")).get(30, TimeUnit.SECONDS))
                .isNull();
        Taken arrived = takenOne();
        assertThat((byte[]) arrived.body()).containsExactly(0, 'a', 0, 'b');
        assertThat(arrived.headers()).containsEntry("JMSPriority", 7);
        assertThat((Long) arrived.headers().get("JMSExpiration")).isPositive();
    }

    @Test
    void aHeaderNamesTheDestination() throws Exception {
        assertThat(hub.send("direct:named", StoreHub.message("01A", "x")).get(30, TimeUnit.SECONDS))
                .isNull();
        assertThat((String) takenOne().body()).contains("\"id\":\"01A\"");
    }

    @Test
    void requestAndReplyIsCamelsOwn() throws Exception {
        assertThat(hub.send("direct:ask", StoreHub.message("01A", "who")).get(30, TimeUnit.SECONDS))
                .isNull();
        assertThat(answers).containsExactly("answer to who");
    }

    @Test
    void transactedIsCamelsOwn() throws Exception {
        assertThat(hub.send("direct:transacted", StoreHub.message("01A", "x")).get(30, TimeUnit.SECONDS))
                .isNull();
        assertThat((String) takenOne().body()).contains("\"id\":\"01A\"");
    }

    @Test
    void thousandsWaitForTheirConfirmationWithoutAThreadOfTheirOwn() throws Exception {
        List<CompletableFuture<Exception>> sent = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            sent.add(hub.send("direct:acme", StoreHub.message("m" + i, "text " + i)));
        }
        for (CompletableFuture<Exception> one : sent) {
            assertThat(one.get(60, TimeUnit.SECONDS)).isNull();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> taken.size() == 2_000);
    }

    @Test
    void aBrokerThatHasStoppedConfirmsNothing() throws Exception {
        assertThat(hub.send("direct:acme", StoreHub.message("01A", "x")).get(30, TimeUnit.SECONDS))
                .isNull();
        hub.broker.close();
        Exception failure =
                hub.send("direct:acme", StoreHub.message("01B", "y")).get(30, TimeUnit.SECONDS);
        assertThat(failure).isInstanceOf(NotConfirmedException.class);
    }
}

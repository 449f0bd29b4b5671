// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vmnhub.contract.ConnectorHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class ActionsTest {

    @Test
    void aDiscardedMessageIsConfirmedAndTheStepsAfterItDoNotRun() throws Exception {
        AtomicInteger reached = new AtomicInteger();
        try (ConnectorHub hub = new ConnectorHub()
                .bind("after", (Processor) exchange -> reached.incrementAndGet())
                .routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to: kamelet:discard-action
                        - process: {ref: after}
                - route:
                    from:
                      uri: direct:inbound
                      steps:
                        - filter:
                            simple: "${header.CamelSmsText} contains 'ell'"
                            steps:
                              - to: kamelet:discard-action
                        - process: {ref: after}
                """)
                .start()) {
            assertThat(hub.sendAndWait("direct:acme").getException()).isNull();
            assertThat(hub.sendAndWait("direct:inbound").getException()).isNull();
            assertThat(reached).hasValue(0);
        }
    }

    /**
     * Camel looks a Kamelet's beans up among the properties of its route: a route must not be called like one of them.
     */
    @ParameterizedTest
    @CsvSource({
        "reject,reject-action",
        "webhook,webhook-sink?url=https://example.com/",
        "log,log-sink",
        "action,limit-rate-action?rate=10/s",
        "messageLog,log-sink",
        "filler,template-action?template=t.json"
    })
    void anApplicationMayBeCalledLikeAConnector(String application, String connector, @TempDir Path folder)
            throws Exception {
        Path template = Files.writeString(folder.resolve("t.json"), "{}");
        try (ConnectorHub hub = new ConnectorHub()
                .routes("""
                - route:
                    id: %s
                    from:
                      uri: direct:%s
                      steps:
                        - to: kamelet:%s
                """.formatted(application, application, connector.replace("t.json", template.toString())))
                .start()) {
            assertThat(hub.sendAndWait("direct:" + application)).isNotNull();
        }
    }

    @Test
    void numbersAndTextStayOutOfTheLogUnlessSwitchedOn() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger("io.vmnhub.messages.quiet");
        log.addAppender(lines);
        try (ConnectorHub hub = new ConnectorHub().routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to: kamelet:log-sink?level=WARN&logger=io.vmnhub.messages.quiet
                """).start()) {
            Exchange exchange = hub.sendAndWait("direct:acme");
            assertThat(exchange.getException()).isNull();
            assertThat(lines.list).singleElement().satisfies(event -> {
                assertThat(event.getLevel().toString()).isEqualTo("WARN");
                assertThat(event.getFormattedMessage())
                        .contains("01JD8Z6M3QK5T7V9X1B2C4D6E8", "gsm7", "5 characters")
                        .doesNotContain("Hello")
                        .doesNotContain("4477");
            });
        }
    }
}

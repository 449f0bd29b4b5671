// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Messages;
import io.vmnhub.sms.ShortMessage;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ShippedRoutesTest {

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger("io.vmnhub.messages");
    private final ConnectorHub hub = new ConnectorHub();

    @BeforeEach
    void start() {
        lines.start();
        log.setLevel(Level.INFO); // whatever tests are told to be quiet about
        log.addAppender(lines);
        hub.bind("homeLocationRegister", (Processor)
                exchange -> exchange.getMessage().setBody("routing info"));
        hub.bind("smscLists", (Processor) exchange -> {});
        hub.bind("screening", (Processor) exchange -> {});
        hub.routesFile("routes/inbound.camel.yaml")
                .routesFile("routes/applications/demo.camel.yaml")
                .start();
    }

    @AfterEach
    void stop() {
        hub.close();
        log.detachAppender(lines);
    }

    @Test
    void aMessageForTheDemoIsConfirmedAndShownOnOneLine() throws Exception {
        ShortMessage message =
                Messages.message().text("two\nlines \\ and \u2028 more").build();
        Exchange exchange = hub.send("ss7-map:mt-forwardSM", message, Map.of()).get(10, TimeUnit.SECONDS);
        assertThat(exchange.getException()).isNull();
        assertThat(lines.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains(message.id(), "demo", "+447700900123", "+447700900001", "two\\nlines \\\\ and \\u2028 more")
                .doesNotContain("\n");
    }

    @Test
    void aMessageForAnApplicationWithoutRouteFailsAtOnce() throws Exception {
        Exchange exchange = hub.send("ss7-map:mt-forwardSM", Messages.hello(), Map.of("CamelSmsApplication", "nobody"))
                .get(2, TimeUnit.SECONDS);
        assertThat(exchange.getException()).isInstanceOf(DirectConsumerNotAvailableException.class);
    }

    @Test
    void aQuestionForRoutingInfoIsAnsweredByTheHomeLocationRegister() throws Exception {
        assertThat(hub.sendAndWait("ss7-map:sendRoutingInfoForSM").getMessage().getBody())
                .isEqualTo("routing info");
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SignallingEventLogTest {

    private static final Logger LINKS = (Logger) LoggerFactory.getLogger("io.vmnhub.links");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final SignallingEventLog events = new SignallingEventLog(metrics);

    @BeforeEach
    void listen() {
        log.start();
        LINKS.addAppender(log);
    }

    @AfterEach
    void leave() {
        LINKS.detachAppender(log);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private double refused() {
        return metrics.get("vmnhub.ss7.refused").counter().count();
    }

    @Test
    void aRefusedDialogueIsLoggedWithItsPeerAndAFloodOfOneHidesNoOther() {
        for (int i = 0; i < 100; i++) {
            events.messageRefused("calling title 447785016005", "a dialogue: its MAP-OPEN cannot be read");
        }
        events.messageRefused("calling title 491710760000", "a dialogue: its MAP-OPEN cannot be read");
        assertThat(lines())
                .containsExactly(
                        "Refused a dialogue: its MAP-OPEN cannot be read, from calling title 447785016005",
                        "Refused a dialogue: its MAP-OPEN cannot be read, from calling title 491710760000");
        assertThat(refused()).isEqualTo(101);
    }

    @Test
    void moreThanThirtyPeersShareALineASecond() {
        for (int i = 0; i < 3_000; i++) {
            events.messageRefused("calling title " + i, "a dialogue: its MAP-OPEN cannot be read");
        }
        assertThat(lines().size()).isBetween(30, 40);
        assertThat(refused()).isEqualTo(3_000);
    }
}

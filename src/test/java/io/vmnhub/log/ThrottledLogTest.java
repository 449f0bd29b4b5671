// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThrottledLogTest {

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final List<Runnable> later = new ArrayList<>();
    private final Logger logger = new LoggerContext().getLogger("test");
    private long nanos;
    private final ThrottledLog log = new ThrottledLog(logger, () -> nanos, later::add);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    private List<String> lines() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private void aSecondPasses() {
        nanos += 1_000_000_000L;
        List<Runnable> due = List.copyOf(later);
        later.clear();
        due.forEach(Runnable::run);
    }

    @Test
    void theFirstIsWrittenAtOnceAndThenOneASecondWithTheCount() {
        for (int i = 0; i < 1_000; i++) {
            String line = "SMS " + i + " refused";
            log.info("acme", "answered 503", () -> line);
        }
        assertThat(lines()).containsExactly("SMS 0 refused");
        aSecondPasses();
        assertThat(lines()).containsExactly("SMS 0 refused", "SMS 999 refused (and 998 more like it)");
        aSecondPasses();
        log.info("acme", "answered 503", () -> "SMS 2000 refused");
        assertThat(lines()).last().isEqualTo("SMS 2000 refused");
        log.info("acme", "answered 503", () -> "SMS 2001 refused");
        aSecondPasses();
        assertThat(lines()).last().isEqualTo("SMS 2001 refused");
    }

    @Test
    void applicationsAndReasonsHaveLinesOfTheirOwnAndNumbersMakeNoOther() {
        log.warn("acme", "answered 503", () -> "a");
        log.warn("other", "answered 503", () -> "b");
        log.warn("acme", "no complete answer within 4975 ms", () -> "c");
        log.warn("acme", "no complete answer within 4974 ms", () -> "d");
        log.warn("acme", "id 0190a6c8-7f1e-7b1a-9c4d-3f2b1a0c9d8e", () -> "e");
        log.warn("acme", "id 0190a6c8-7f1e-7b1a-9c4d-3f2b1a0c9d8f", () -> "f");
        log.warn("acme", "SMS 01M8EFG4Q400057RPNDMDM28VJ", () -> "g");
        log.warn("acme", "SMS 01M8EFG4Q400057RPNDMDM28VK", () -> "h");
        assertThat(lines()).containsExactly("a", "b", "c", "e", "g");
    }

    @Test
    void inventedReasonsFillNeitherTheLogNorTheMemory() {
        for (int i = 0; i < 5_000; i++) {
            log.info("acme", Integer.toString(i, 36).replaceAll("[0-9]", "_") + "x".repeat(i), () -> "line");
        }
        assertThat(lines().size()).isLessThanOrEqualTo(ThrottledLog.MOST_KINDS + 1);
        aSecondPasses();
        assertThat(lines()).last().asString().startsWith("line (and ");
    }
}

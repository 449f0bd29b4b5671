// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.records.MessageRecord;
import org.junit.jupiter.api.Test;

class MessageFeedTest {

    @Test
    void aFeedThatNoConsoleShowsCountsAndRemembersNothing() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        MessageFeed unseen = new MessageFeed(metrics);
        unseen.accept(MessageRecord.ended(MessageOutcome.DEAD, "m1", "acme", null, null, null));
        assertThat(metrics.get("vmnhub.messages")
                        .tag("application", "acme")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(unseen.last()).isZero();
        assertThat(unseen.applications()).isEmpty();
    }
}

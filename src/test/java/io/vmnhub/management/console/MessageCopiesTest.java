// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.records.MessageRecord;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageCopiesTest {

    private final MessageFeed feed = new MessageFeed(new SimpleMeterRegistry());
    /** None of these is asked: neither a broker nor a database is needed to say no. */
    private final MessageCopies copies = new MessageCopies(feed, Optional.empty(), Optional.empty(), null, null);

    @BeforeEach
    void show() {
        feed.show();
    }

    private void became(MessageOutcome outcome, String application) {
        feed.accept(MessageRecord.ended(outcome, "m1", application, null, null, null));
    }

    private void refused(String reason) {
        assertThatThrownBy(() -> copies.find("m1")).hasMessageContaining(reason);
    }

    @Test
    void aMessageThatNobodyKnowsIsNotFound() {
        refused("nothing is known of a message m1");
    }

    @Test
    void aMessageWhoseTextIsNotKeptNamesTheKeyThatKeepsTexts() {
        became(MessageOutcome.DELIVERED, "acme");
        refused("With vmnhub.records.texts = true in config/application.properties");
    }

    @Test
    void aPartOfALongMessageIsNotSentAlone() {
        became(MessageOutcome.PART, "acme");
        refused("a part of a long message");
    }

    @Test
    void aMessageThatBelongsToNobodyIsNotSent() {
        became(MessageOutcome.FAILED, null);
        refused("belongs to no application");
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.component.inbox.Inbox;
import io.vmnhub.component.inbox.Selection;
import io.vmnhub.contract.Messages;
import io.vmnhub.database.Database;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.records.MessageRecord;
import io.vmnhub.sms.ShortMessage;
import java.time.Duration;
import java.util.List;
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
    void aMessageThatWaitsInTheInboxIsHandedOutAgainAtOnce() throws Exception {
        DatabaseSettings memory = new DatabaseSettings("jdbc:h2:mem:copies;DB_CLOSE_DELAY=-1", "", "", 2);
        ShortMessage message = Messages.message().text("come again").build();
        try (Database database = new Database(memory);
                Inbox inbox = new Inbox(database.dataSource(), Duration.ofDays(1))) {
            MessageTrail trail = new MessageTrail();
            trail.sent("inbox-sink", "demo").ended((Throwable) null);
            feed.accept(MessageRecord.ended(MessageOutcome.DELIVERED, message.id(), "acme", null, null, trail));
            MessageCopies withInbox = new MessageCopies(feed, Optional.empty(), Optional.empty(), null, inbox);
            Selection all = new Selection("acme", "", "");
            inbox.store("acme", message).get();
            assertThat(inbox.lease(all, 10, Duration.ofHours(1)).get()).hasSize(1);
            assertThat(inbox.lease(all, 10, Duration.ofHours(1)).get())
                    .as("it is held")
                    .isEmpty();
            MessageCopies.Copy copy = withInbox.find(message.id());
            assertThat(copy.source()).isEqualTo(MessageCopies.Source.INBOX);
            withInbox.again(copy, message.id());
            assertThat(inbox.lease(all, 10, Duration.ofHours(1)).get()).hasSize(1);
            inbox.confirm("acme", List.of(message.id())).get();
            assertThatThrownBy(() -> withInbox.find(message.id())).hasMessageContaining("its text is not kept");
        }
    }

    @Test
    void aMessageThatBelongsToNobodyIsNotSent() {
        became(MessageOutcome.FAILED, null);
        refused("belongs to no application");
    }
}

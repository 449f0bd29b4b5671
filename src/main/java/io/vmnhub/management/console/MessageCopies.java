// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.component.inbox.Inbox;
import io.vmnhub.component.store.DeadLetters;
import io.vmnhub.config.HubKey;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.records.KeptMessage;
import io.vmnhub.records.KeptMessages;
import io.vmnhub.records.MessageCriteria;
import io.vmnhub.records.MessageRecords;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds where the text of a message is still there, so that it can be sent again: among the dead letters, in the inbox,
 * among the messages that the hub keeps. The hub keeps texts nowhere else. Every call blocks.
 */
public final class MessageCopies {

    private static final int ANSWER_SECONDS = 10;
    private static final String INBOX_SINK = "inbox-sink";

    private final MessageFeed feed;
    private final Optional<MessageRecords> log;
    private final Optional<KeptMessages> kept;
    private final DeadLetters letters;
    private final Inbox inbox;

    /** Where a message is. */
    enum Source {
        DEAD_LETTERS("dead-letters"),
        INBOX("inbox"),
        KEPT("kept");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * A message that is still there.
     *
     * @param message with its text; empty when the source itself sends it again
     */
    record Copy(Source source, String application, Optional<KeptMessage> message) {}

    private record Known(String application, MessageOutcome outcome, List<String> connectors) {

        /** The broker is asked only about what it may have, since it may be down. */
        boolean mayBeDead() {
            return outcome == MessageOutcome.DEAD
                    || outcome == MessageOutcome.STORED
                    || connectors.stream().anyMatch(name -> name.matches("(jms|amqp|store).*"));
        }
    }

    /**
     * @param log empty when the message log has no table
     * @param kept empty when texts are not kept
     */
    public MessageCopies(
            MessageFeed feed,
            Optional<MessageRecords> log,
            Optional<KeptMessages> kept,
            DeadLetters letters,
            Inbox inbox) {
        this.feed = feed;
        this.log = log;
        this.kept = kept;
        this.letters = letters;
        this.inbox = inbox;
    }

    /**
     * @throws ProblemException 404 when nobody knows the message, 409 when it cannot be sent again, with the reason in
     *     words
     */
    Copy find(String id) throws Exception {
        Optional<KeptMessage> text = kept.isPresent() ? kept.get().find(id) : Optional.empty();
        Known known = known(id)
                .or(() -> text.map(one -> new Known(one.application(), MessageOutcome.FAILED, List.of())))
                .orElseThrow(() -> ProblemException.of(404, "nothing is known of a message " + id + " (any more)"));
        if (known.application().isEmpty()) {
            throw ProblemException.of(409, "the message belongs to no application: nobody could be sent it");
        }
        if (known.mayBeDead() && letters.find(known.application(), id).isPresent()) {
            return new Copy(Source.DEAD_LETTERS, known.application(), Optional.empty());
        }
        if (known.connectors().contains(INBOX_SINK) && isInInbox(known.application(), id)) {
            return new Copy(Source.INBOX, known.application(), Optional.empty());
        }
        if (known.outcome() == MessageOutcome.STORED) {
            throw ProblemException.of(409, "the message waits in the store, and is sent from there by itself");
        }
        if (known.outcome() == MessageOutcome.PART) {
            throw ProblemException.of(
                    409, "it is a part of a long message, which the application gets when it is whole");
        }
        return new Copy(
                Source.KEPT,
                known.application(),
                Optional.of(text.orElseThrow(() -> ProblemException.of(409, notKept()))));
    }

    private String notKept() {
        return kept.isPresent()
                ? "its text is not kept: it came before texts were, or more than " + HubKey.RECORDS_TEXT_DAYS.key()
                        + " days ago"
                : "its text is not kept. With " + HubKey.RECORDS_TEXTS.key() + " = true in"
                        + " config/application.properties the hub keeps whole messages for "
                        + HubKey.RECORDS_TEXT_DAYS.key() + " days, those that come after its next start";
    }

    /** The latest that is known of it. */
    private Optional<Known> known(String id) throws SQLException {
        Optional<Known> recent = feed.since(0, 1, record -> record.id().equals(id)).stream()
                .map(MessageFeed.Numbered::record)
                .map(record -> new Known(
                        record.application() == null ? "" : record.application(),
                        record.outcome(),
                        record.sinks().stream().map(sink -> sink.connector()).toList()))
                .findFirst();
        if (recent.isPresent() || log.isEmpty()) {
            return recent;
        }
        return log.get().find(MessageCriteria.message(id), 1, Optional.empty()).messages().stream()
                .map(message -> new Known(
                        message.application().orElse(""),
                        message.outcome(),
                        message.sinks().stream().map(sink -> sink.connector()).toList()))
                .findFirst();
    }

    private boolean isInInbox(String application, String id) throws Exception {
        return answer(inbox.find(application, id)).isPresent();
    }

    /** Puts a dead letter back into its queue, or lets the inbox hand a message out again at once. */
    void again(Copy copy, String id) throws Exception {
        boolean found = switch (copy.source()) {
            case DEAD_LETTERS -> letters.replay(copy.application(), id);
            case INBOX -> {
                answer(inbox.release(copy.application(), List.of(id)));
                yield true;
            }
            case KEPT -> throw new IllegalArgumentException("a kept message is sent by its route");
        };
        if (!found) {
            throw ProblemException.of(404, "there is no dead letter " + id + " any more");
        }
    }

    private static <T> T answer(CompletableFuture<T> asked) throws Exception {
        try {
            return asked.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw ProblemException.of(503, "the inbox does not answer");
        }
    }
}

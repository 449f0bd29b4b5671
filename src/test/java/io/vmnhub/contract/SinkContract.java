// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.ShortMessage;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What every way out keeps, because the SMSC is told that a message is delivered when its exchange ends without an
 * error. A test class implements it and gives {@link #sink}; {@link AnsweringSinkContract} has more for applications
 * that answer each message.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public interface SinkContract {

    /** Nothing takes longer, on a busy machine either. */
    Duration PATIENCE = Duration.ofSeconds(90);

    int MANY = 1_000;

    /** So many threads a sink may start; many times fewer than there are messages. */
    int FEW_THREADS = 100;

    /** The way out under test, one for all tests of the class. */
    TestedSink sink();

    @BeforeAll
    default void openTheSink() throws Exception {
        sink().open();
    }

    @AfterAll
    default void closeTheSink() throws Exception {
        sink().close();
    }

    /** Circuits that an earlier test has opened are closed again. */
    @BeforeEach
    default void awaitConfirmation() throws Exception {
        sink().confirm();
        awaitTaken(TestedSink.HASTY);
        awaitTaken();
    }

    @AfterEach
    default void everyExchangeHasEndedOnce() {
        assertThat(sink().hub().callbacksTooMany()).isZero();
    }

    @Test
    default void aMessageThatIsConfirmedIsWithTheApplicationAndStaysAsItWas() throws Exception {
        ShortMessage message = Messages.numbered();
        Exchange exchange = deliver(TestedSink.PATIENT, message);
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isSameAs(message);
        await().atMost(PATIENCE).until(() -> sink().taken().contains(message.text()));
    }

    @Test
    default void whatIsRefusedHasTheErrorOfTheOutcomeTable() throws Exception {
        for (Refusal refusal : sink().refusals()) {
            refusal.arranged().run();
            assertThat(error(deliver(refusal.uri(), refusal.message())))
                    .as(refusal.name())
                    .isEqualTo(refusal.error());
        }
    }

    @Test
    default void whileTheApplicationIsAwayNothingIsConfirmedAndAfterwardsItGoesOn() throws Exception {
        sink().leave();
        assertThat(error(deliver(TestedSink.HASTY, Messages.numbered()))).isEqualTo(sink().awayError());
        sink().comeBack();
        awaitTaken();
    }

    @Test
    default void nothingThatIsConfirmedIsLostWhenTheApplicationGoesAndComesBack() throws Exception {
        List<ShortMessage> messages = new ArrayList<>();
        List<CompletableFuture<Exchange>> ends = new ArrayList<>();
        sendMany(TestedSink.HASTY, 100, messages, ends);
        sink().leave();
        sendMany(TestedSink.HASTY, 20, messages, ends);
        sink().comeBack();
        awaitTaken();
        sendMany(TestedSink.PATIENT, 100, messages, ends);
        List<String> confirmed = confirmed(messages, ends);
        assertThat(confirmed).hasSizeGreaterThanOrEqualTo(100);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sink().taken()).containsAll(confirmed));
    }

    @Test
    default void manyMessagesAtOnceAreConfirmedAndWaitInNoThread() throws Exception {
        List<ShortMessage> messages = new ArrayList<>();
        List<CompletableFuture<Exchange>> ends = new ArrayList<>();
        int threads = threads();
        sendMany(TestedSink.PATIENT, MANY, messages, ends);
        assertThat(threads() - threads).as("threads for " + MANY + " messages").isLessThan(FEW_THREADS);
        List<String> confirmed = confirmed(messages, ends);
        assertThat(confirmed).hasSize(MANY);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sink().taken()).containsAll(confirmed));
    }

    @Test
    default void aMessageThatComesAgainIsConfirmedAndDroppedWhereTheSinkKnowsIt() throws Exception {
        ShortMessage message = Messages.numbered();
        assertThat(deliver(TestedSink.PATIENT, message).getException()).isNull();
        assertThat(deliver(TestedSink.PATIENT, message).getException()).isNull();
        awaitTaken(); // what came before it is there too
        int times = sink().dropsRepeats() ? 1 : 2;
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Collections.frequency(sink().taken(), message.text()))
                        .isEqualTo(times));
    }

    /** Waits until a message is confirmed, and the application has it. */
    default void awaitTaken() {
        awaitTaken(TestedSink.PATIENT);
    }

    /** Waits until a message to that route is confirmed, and the application has it. */
    default void awaitTaken(String uri) {
        ShortMessage[] last = new ShortMessage[1];
        await().atMost(PATIENCE).until(() -> {
            last[0] = Messages.numbered();
            return deliver(uri, last[0]).getException() == null;
        });
        await().atMost(PATIENCE).until(() -> sink().taken().contains(last[0].text()));
    }

    /** Sends a message and waits until its exchange has ended. */
    default Exchange deliver(String uri, ShortMessage message) throws Exception {
        return sink().hub().send(uri, message, Map.of()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Sends messages at once, and adds them and their ends to the lists. */
    default void sendMany(String uri, int count, List<ShortMessage> messages, List<CompletableFuture<Exchange>> ends) {
        for (int i = 0; i < count; i++) {
            ShortMessage message = Messages.numbered();
            messages.add(message);
            ends.add(sink().hub().send(uri, message, Map.of()));
        }
    }

    /** Waits until all have ended; the texts of those that were confirmed. */
    default List<String> confirmed(List<ShortMessage> messages, List<CompletableFuture<Exchange>> ends)
            throws Exception {
        List<String> confirmed = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            if (ends.get(i).get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getException() == null) {
                confirmed.add(messages.get(i).text());
            }
        }
        return confirmed;
    }

    /** What the SMSC is told of an exchange that has ended; empty for a confirmation. */
    static String error(Exchange exchange) {
        if (exchange.getException() == null) {
            return "";
        }
        MapUserErrorException said = exchange.getException(MapUserErrorException.class);
        return (said == null ? MapUserError.temporary() : said.error()).toString();
    }

    /** How many threads this JVM has. */
    static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }
}

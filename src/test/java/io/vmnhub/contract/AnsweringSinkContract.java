// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.sms.ShortMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** What ways out keep whose applications answer each message, beside what all keep. */
public interface AnsweringSinkContract extends SinkContract {

    int HELD = 300;

    @Override
    AnsweringSink sink();

    @Test
    default void silenceIsATemporaryErrorInTime() throws Exception {
        sink().hold();
        long begun = System.nanoTime();
        assertThat(SinkContract.error(deliver(TestedSink.HASTY, Messages.numbered())))
                .isEqualTo("systemFailure");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(200), PATIENCE);
    }

    @Test
    default void messagesWhoseAnswersAreKeptBackWaitInNoThreadAndAreConfirmedByThem() throws Exception {
        sink().hold();
        List<ShortMessage> messages = new ArrayList<>();
        List<CompletableFuture<Exchange>> ends = new ArrayList<>();
        int threads = SinkContract.threads();
        sendMany(TestedSink.PATIENT, HELD, messages, ends);
        assertThat(ends).as("messages without an answer").noneMatch(CompletableFuture::isDone);
        assertThat(SinkContract.threads() - threads)
                .as("threads for " + HELD + " messages that wait")
                .isLessThan(FEW_THREADS);
        sink().confirm();
        assertThat(confirmed(messages, ends)).hasSize(HELD);
        assertThat(sink().taken())
                .containsAll(messages.stream().map(ShortMessage::text).toList());
    }
}

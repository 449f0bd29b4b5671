// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.log.FailureReason;
import io.vmnhub.log.ThrottledLog;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.sms.EightBitText;
import io.vmnhub.sms.PartJoiner;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.UnmappableTextException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Joins the parts of a long message and hands it to the store that delivers it. Parts that nobody can read, and an
 * incomplete message where that is not wanted, are handed over as dead letters. Thread-safe.
 */
final class WholeDelivery implements LongMessageStore.Recipient {

    private final ThrottledLog lines = new ThrottledLog(LoggerFactory.getLogger(WholeDelivery.class));
    private final BooleanSupplier ready;
    private final MessagePolicies policies;
    private final ObjectMapper mapper;
    private final JoinedStore store;
    private final LongMessageMetrics metrics;
    private final Executor executor;
    private final PartJoiner joiner = new PartJoiner();

    WholeDelivery(
            BooleanSupplier ready,
            MessagePolicies policies,
            ObjectMapper mapper,
            JoinedStore store,
            LongMessageMetrics metrics,
            Executor executor) {
        this.ready = ready;
        this.policies = policies;
        this.mapper = mapper;
        this.store = store;
        this.metrics = metrics;
        this.executor = executor;
    }

    @Override
    public boolean ready() {
        return ready.getAsBoolean();
    }

    @Override
    public void take(String application, List<byte[]> parts, Consumer<Boolean> taken) {
        executor.execute(() -> {
            try {
                handOver(application, parts, failure -> ended(application, failure, taken));
            } catch (Exception e) {
                ended(application, e, taken);
            }
        });
    }

    private void ended(String application, Exception failure, Consumer<Boolean> taken) {
        if (failure != null) {
            lines.warn(
                    application,
                    FailureReason.of(failure),
                    () -> "A long message for application " + application + " cannot be stored whole and is kept in "
                            + "parts: " + FailureReason.of(failure));
        }
        taken.accept(failure == null);
    }

    private void handOver(String application, List<byte[]> parts, Consumer<Exception> whenEnded)
            throws IOException, UnmappableTextException {
        List<ShortMessage> read = new ArrayList<>(parts.size());
        for (byte[] part : parts) {
            read.add(mapper.readValue(part, ShortMessage.class));
        }
        MessagePolicy policy =
                policies.of(application, read.get(0).destinationAddress().value());
        ShortMessage message;
        try {
            message = joiner.join(read, policy.eightBit());
        } catch (UnmappableTextException e) {
            bury(application, joiner.join(read, EightBitText.BINARY), e.getMessage(), whenEnded);
            return;
        }
        if (!message.joined().orElseThrow().isWhole() && policy.incomplete() == MessagePolicy.Incomplete.DEAD_LETTER) {
            bury(application, message, "parts are missing", whenEnded);
        } else {
            store.store(application, message, whenEnded);
        }
    }

    private void bury(String application, ShortMessage message, String reason, Consumer<Exception> whenEnded) {
        store.bury(application, message, reason, Instant.now(), failure -> {
            if (failure == null) {
                metrics.deadLetter();
                lines.warn(
                        application,
                        reason,
                        () -> "SMS " + message.id() + " for application " + application + " is a dead letter: "
                                + reason);
            }
            whenEnded.accept(failure);
        });
    }
}

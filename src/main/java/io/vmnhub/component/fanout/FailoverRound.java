// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.fanout;

import io.vmnhub.exchange.AnswerBy;
import io.vmnhub.exchange.NextTry;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.sms.MapUserErrorException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** One message's way through a failover: one sink after the other, until one has taken it. */
final class FailoverRound {

    /** What each sink that is still to be tried keeps of the time until the SMSC must be answered. */
    private static final Duration KEPT = Duration.ofMillis(500);

    private static final Duration TO_ANSWER = Duration.ofMillis(100);

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final List<SinkBranch> sinks;
    private final List<Duration> within;
    private final ScheduledExecutorService clock;
    private final List<String> failures = new ArrayList<>();
    private Exception last;

    /** @param within a time for each sink, or one for all */
    FailoverRound(
            Exchange exchange,
            AsyncCallback callback,
            List<SinkBranch> sinks,
            List<Duration> within,
            ScheduledExecutorService clock) {
        this.exchange = exchange;
        this.callback = callback;
        this.sinks = sinks;
        this.within = within;
        this.clock = clock;
    }

    void begin() {
        attempt(0);
    }

    /** Sinks speak one after the other, each once, so that no two threads are here at a time. */
    private void attempt(int place) {
        if (place == sinks.size()) {
            end();
            return;
        }
        SinkBranch sink = sinks.get(place);
        Duration time = time(place);
        if (time.isNegative() || time.isZero()) {
            failed(place, new NotConfirmedException("not tried, the SMSC must be answered before"));
            return;
        }
        Exchange copy = SinkBranch.copy(exchange);
        AnswerBy.atMost(copy, time.plus(TO_ANSWER));
        sink.send(copy, clock, time, failure -> {
            if (failure == null) {
                taken(sink);
            } else {
                failed(place, failure);
            }
        });
    }

    private Duration time(int place) {
        Duration own = within.get(within.size() == 1 ? 0 : place);
        Duration kept = KEPT.multipliedBy(sinks.size() - 1L - place).plus(TO_ANSWER);
        Optional<Duration> left = AnswerBy.left(exchange).map(rest -> rest.minus(kept));
        return left.filter(rest -> rest.compareTo(own) < 0).orElse(own);
    }

    private void taken(SinkBranch sink) {
        exchange.getMessage().setHeader(SmsConstants.FAILOVER_SINK, sink.name());
        noteFailures();
        callback.done(false);
    }

    private void failed(int place, Exception failure) {
        String name = sinks.get(place).name();
        String reason = NotConfirmedException.describe(failure);
        failures.add(reason.startsWith(name) ? reason : name + ": " + reason);
        last = failure;
        attempt(place + 1);
    }

    private void end() {
        noteFailures();
        exchange.setException(
                last instanceof MapUserErrorException
                        ? last
                        : new NotConfirmedException("failover: " + String.join("; ", failures), last, nextTry()));
        callback.done(false);
    }

    private NextTry nextTry() {
        return last instanceof NotConfirmedException known ? known.nextTry().orElse(null) : null;
    }

    private void noteFailures() {
        if (failures.isEmpty()) {
            exchange.getMessage().removeHeader(SmsConstants.FAILOVER_FAILURES);
        } else {
            exchange.getMessage().setHeader(SmsConstants.FAILOVER_FAILURES, String.join("; ", failures));
        }
    }
}

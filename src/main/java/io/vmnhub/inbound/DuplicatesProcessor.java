// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.exchange.AnswerBy;
import io.vmnhub.exchange.MessageContext;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.numbering.MessagePolicy;
import io.vmnhub.numbering.MessagePolicy.Duplicates;
import io.vmnhub.sms.MessageIdentity;
import io.vmnhub.sms.ShortMessage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * The step {@code duplicates}: lets a message pass once. An SMSC sends one again when our answer was late or lost.
 *
 * <ol>
 *   <li>A message that was confirmed before ends here, well: it is acknowledged and goes no further.
 *   <li>One whose first delivery is still in progress waits for it, without a thread, and has its outcome.
 *   <li>Any other passes. When its exchange ends well, however late, its identity is remembered; when it ends
 *       otherwise, or leaves the SMSC without an answer, nothing is, and it may be tried again.
 * </ol>
 */
public final class DuplicatesProcessor extends AsyncProcessorSupport {

    /** A delivery that has not ended by then never will. */
    private static final Duration GIVEN_UP_AFTER = Duration.ofMinutes(10);

    /** For the outcome at another node, of a message that has no deadline. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final long SWEEP_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final Contexts contexts;
    private final ConfirmedIdentities confirmed;
    private final Optional<FarmDeliveries> farm;
    private final Map<MessageIdentity, Attempt> inProgress = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep = new AtomicLong(System.nanoTime() + SWEEP_EVERY_NANOS);
    private final long givenUpAfterNanos;
    private final Counter acknowledged;
    private final Counter waited;

    /** @param farm what other nodes deliver; empty for a hub by itself */
    public DuplicatesProcessor(
            MessagePolicies policies,
            ConfirmedIdentities confirmed,
            Optional<FarmDeliveries> farm,
            MeterRegistry metrics) {
        this(policies, confirmed, farm, metrics, GIVEN_UP_AFTER);
    }

    DuplicatesProcessor(
            MessagePolicies policies,
            ConfirmedIdentities confirmed,
            Optional<FarmDeliveries> farm,
            MeterRegistry metrics,
            Duration givenUpAfter) {
        contexts = new Contexts(policies);
        this.farm = farm;
        this.confirmed = confirmed;
        givenUpAfterNanos = givenUpAfter.toNanos();
        acknowledged = Counter.builder("vmnhub.duplicates")
                .tag("first", "confirmed")
                .description("Messages that were repeated")
                .register(metrics);
        waited = Counter.builder("vmnhub.duplicates")
                .tag("first", "in-progress")
                .description("Messages that were repeated")
                .register(metrics);
        Gauge.builder("vmnhub.duplicates.in.progress", inProgress, Map::size)
                .description("Messages whose delivery has not ended")
                .register(metrics);
        FunctionCounter.builder("vmnhub.duplicates.forgotten", confirmed, ConfirmedIdentities::forgotten)
                .description("Confirmed messages forgotten before their time, for want of room")
                .register(metrics);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (!(exchange.getMessage().getBody() instanceof ShortMessage message)) {
            return goOn(callback);
        }
        MessageContext context = contexts.of(exchange, message);
        return context.identity().isPresent() && isWatched(context.policy(), message)
                ? process(context.identity().get(), context.policy(), exchange, callback)
                : goOn(callback);
    }

    /** A part that comes again after its message was delivered would begin another one: parts are always watched. */
    private static boolean isWatched(MessagePolicy policy, ShortMessage message) {
        return policy.duplicates() != Duplicates.DELIVER
                || policy.longMessages() == MessagePolicy.LongMessages.WHOLE && Headers.isPart(message);
    }

    private boolean process(MessageIdentity identity, MessagePolicy policy, Exchange exchange, AsyncCallback callback) {
        sweep();
        Attempt mine = new Attempt();
        while (true) {
            Attempt first = inProgress.putIfAbsent(identity, mine);
            if (first == null) {
                break;
            }
            if (first.olderThan(givenUpAfterNanos)) {
                giveUp(identity, first);
            } else if (first.await(exchange, callback)) {
                waited.increment();
                return false;
            } else {
                inProgress.remove(identity, first); // it has ended in this moment
            }
        }
        // only now: one that ended between a look before and the entry above would be missed
        if (confirmed.contains(identity, policy.duplicatesWithin())) {
            acknowledge(identity, mine, exchange);
            return goOn(callback);
        }
        if (farm.isEmpty()) {
            watch(identity, policy, mine, exchange);
            return goOn(callback);
        }
        farm.get().begin(identity, AnswerBy.left(exchange).orElse(LONGEST_WAIT)).whenComplete((finding, failure) -> {
            if (failure != null) {
                inProgress.remove(identity, mine);
                Exception reason = new IllegalStateException(failure.getMessage(), failure);
                exchange.setException(reason);
                mine.settle(reason);
            } else if (finding == FarmDeliveries.Finding.CONFIRMED) {
                confirmed.add(identity);
                acknowledge(identity, mine, exchange);
            } else {
                watch(identity, policy, mine, exchange);
            }
            callback.done(false);
        });
        return false;
    }

    /** It was delivered before, and goes no further. */
    private void acknowledge(MessageIdentity identity, Attempt mine, Exchange exchange) {
        inProgress.remove(identity, mine);
        mine.settle(null);
        acknowledged.increment();
        MessageTrail.of(exchange).ifPresent(trail -> trail.disposed(MessageOutcome.DUPLICATE));
        exchange.setRouteStop(true);
    }

    private void watch(MessageIdentity identity, MessagePolicy policy, Attempt mine, Exchange exchange) {
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onComplete(Exchange ended) {
                boolean rolledBack = ended.isRollbackOnly() || ended.isRollbackOnlyLast();
                end(
                        identity,
                        policy,
                        mine,
                        rolledBack
                                ? new IllegalStateException("the route rolled back")
                                : ended.getProperty(Ss7MapConstants.NO_ANSWER) == null
                                        ? null
                                        : new IllegalStateException("the first delivery is left without an answer"));
            }

            @Override
            public void onFailure(Exchange ended) {
                end(
                        identity,
                        policy,
                        mine,
                        ended.getException() != null
                                ? ended.getException()
                                : new IllegalStateException("the route failed"));
            }
        });
    }

    private void end(MessageIdentity identity, MessagePolicy policy, Attempt attempt, Exception failure) {
        if (failure == null) {
            confirmed.add(identity);
            farm.ifPresent(nodes -> nodes.confirmed(identity, policy.duplicatesWithin()));
        } else {
            farm.ifPresent(nodes -> nodes.failed(identity));
        }
        inProgress.remove(identity, attempt);
        attempt.settle(failure);
    }

    private void giveUp(MessageIdentity identity, Attempt attempt) {
        if (inProgress.remove(identity, attempt)) {
            attempt.settle(new IllegalStateException("the first delivery of this message has not ended in "
                    + Duration.ofNanos(givenUpAfterNanos).toSeconds() + " s"));
        }
    }

    private void sweep() {
        long due = nextSweep.get();
        long now = System.nanoTime();
        if (now - due > 0 && nextSweep.compareAndSet(due, now + SWEEP_EVERY_NANOS)) {
            inProgress.forEach((identity, attempt) -> {
                if (attempt.olderThan(givenUpAfterNanos)) {
                    giveUp(identity, attempt);
                }
            });
        }
    }

    private static boolean goOn(AsyncCallback callback) {
        callback.done(true);
        return true;
    }
}

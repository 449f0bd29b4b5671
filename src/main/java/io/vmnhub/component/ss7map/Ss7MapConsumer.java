// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.vmnhub.exchange.MessageTracing;
import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.exchange.StepGuard;
import io.vmnhub.log.FailureReason;
import io.vmnhub.log.ThrottledLog;
import io.vmnhub.records.KeptMessages;
import io.vmnhub.records.RecordLog;
import io.vmnhub.records.RoutingQuery;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.MessageWaitingStatus;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapHandler;
import io.vmnhub.ss7.MapInvocation;
import io.vmnhub.ss7.MapOperation;
import io.vmnhub.ss7.MapRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.URISupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the invokes of one MAP operation into a route.
 *
 * <ol>
 *   <li>On the signalling thread an invoke is counted, or refused when too many are in progress. Its deadline begins
 *       there, and it is handed to the route threads.
 *   <li>A route thread makes the exchange and gives it to the route without waiting for it. An invoke whose deadline
 *       has passed before a thread was free has been answered and is not started.
 *   <li>The route's end (on any thread) or the deadline, whichever comes first, is the one answer.
 * </ol>
 */
public class Ss7MapConsumer extends DefaultConsumer implements MapHandler, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(Ss7MapConsumer.class);
    /** An exchange that has not ended after so many deadlines is counted as abandoned and makes room for others. */
    private static final int ABANDONED_AFTER_DEADLINES = 6;

    /** Of which the message log notes the answers. */
    private static final Set<MapOperation> RECORDED =
            EnumSet.of(MapOperation.MT_FORWARD_SM, MapOperation.SEND_ROUTING_INFO_FOR_SM);

    private final ThrottledLog lines = new ThrottledLog(LOG);
    private final AtomicInteger inProgress;
    private final Ss7MapEndpoint endpoint;
    private final Exchanges exchanges;
    private final AnswerTime answerTime;
    private ExecutorService executor;
    private ConsumerMetrics metrics;
    private AnswerRecords records;
    private DeliveryListener deliveryListener;
    private Optional<MessageTracing> tracing = Optional.empty();

    public Ss7MapConsumer(Ss7MapEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.inProgress = endpoint.getComponent().inProgress(endpoint.getMapOperation());
        this.answerTime = new AnswerTime(
                Duration.ofMillis(endpoint.getConfiguration().getAnswerWithin()),
                Duration.ofMillis(endpoint.getConfiguration().getAnswerWithinAtMost()));
        this.exchanges = new Exchanges(
                this,
                endpoint.getComponent().getRegister(),
                endpoint.getComponent().getPolicies(),
                endpoint.getComponent().identities());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        executor = endpoint.getComponent().routeExecutor();
        Registry registry = endpoint.getCamelContext().getRegistry();
        RecordLog log =
                RECORDED.contains(endpoint.getMapOperation()) ? registry.findSingleByType(RecordLog.class) : null;
        records = log == null
                ? null
                : new AnswerRecords(
                        log,
                        registry.findSingleByType(KeptMessages.class),
                        endpoint.getComponent().getRegister());
        deliveryListener = registry.findSingleByType(DeliveryListener.class);
        tracing = MessageTracing.of(endpoint.getCamelContext());
        metrics = endpoint.getComponent().metrics(endpoint.getMapOperation());
        endpoint.getComponent().getStack().handle(endpoint.getMapOperation(), this);
    }

    @Override
    protected void doStop() throws Exception {
        endpoint.getComponent().getStack().forget(endpoint.getMapOperation(), this);
        super.doStop();
    }

    @Override
    protected void doSuspend() throws Exception {
        endpoint.getComponent().getStack().forget(endpoint.getMapOperation(), this);
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        endpoint.getComponent().getStack().handle(endpoint.getMapOperation(), this);
    }

    /**
     * While messages are in progress the consumer goes on: stopping it would stop its route under them, and they would
     * all fail. New dialogues are refused by the stack meanwhile.
     */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return inProgress.get();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // there is nothing to prepare: the component refuses new dialogues as soon as the context stops
    }

    @Override
    public void onInvocation(MapInvocation invocation) {
        long taken = System.nanoTime();
        if (inProgress.incrementAndGet() > endpoint.getConfiguration().getMaxInProgress()) {
            inProgress.decrementAndGet();
            metrics.overloaded();
            invocation.answer(new MapAnswer.UserError(MapUserError.temporary()));
            return;
        }
        InProgress message = new InProgress(
                invocation,
                taken,
                answerTime.of(invocation.request(), Instant.now()).toMillis());
        message.begin();
        try {
            executor.execute(message);
        } catch (RejectedExecutionException e) {
            message.refused();
        }
    }

    private static String subscriber(MapRequest request) {
        if (request instanceof MapRequest.ForwardSm forward) {
            return "IMSI " + forward.imsi().orElse("unknown");
        }
        return "number "
                + (request instanceof MapRequest.SendRoutingInfoForSm routing
                        ? routing.msisdn().value()
                        : request instanceof MapRequest.ReportSmDeliveryStatus report
                                ? report.msisdn().value()
                                : ((MapRequest.AlertServiceCentre) request)
                                        .msisdn()
                                        .value());
    }

    /** One invoke on its way. */
    private final class InProgress implements Runnable {

        private final MapInvocation invocation;
        private final long taken;
        private final long withinMillis;
        private final InvokeState invokeState = new InvokeState();
        private volatile AnswerRecords.Taken recorded;
        private volatile Exchange begun;
        private volatile Optional<MessageWaitingStatus> waiting = Optional.empty();
        private volatile String application = "";
        private volatile String messageId = "";

        InProgress(MapInvocation invocation, long taken, long withinMillis) {
            this.invocation = invocation;
            this.taken = taken;
            this.withinMillis = withinMillis;
        }

        /** Starts the clock. */
        void begin() {
            invokeState.deadline(endpoint.getComponent().timer(), withinMillis, this::late);
        }

        void refused() {
            invokeState.cancel();
            end(new MapAnswer.UserError(MapUserError.temporary()), "the route threads take no more work");
            release();
        }

        @Override
        public void run() {
            if (System.nanoTime() - answerBy() >= 0) {
                late(); // the timer may be behind
            }
            if (!invokeState.startUnlessAnswered()) {
                invokeState.cancel();
                release();
                return;
            }
            Exchange exchange;
            try {
                exchange = exchanges.create(invocation, answerBy());
            } catch (MapUserErrorException e) {
                invokeState.cancel();
                end(new MapAnswer.UserError(e.error()), e.reason());
                release();
                return;
            } catch (RuntimeException e) {
                LOG.debug("{} could not be turned into an exchange", endpoint.getOperation(), e);
                invokeState.cancel();
                end(
                        new MapAnswer.UserError(MapUserError.temporary()),
                        "it could not be turned into an exchange: " + FailureReason.of(e));
                release();
                return;
            }
            application = exchange.getMessage().getHeader(SmsConstants.APPLICATION, "", String.class);
            messageId = exchange.getMessage().getHeader(SmsConstants.MESSAGE_ID, "", String.class);
            if ((records != null || tracing.isPresent())
                    && exchange.getMessage().getBody() instanceof ShortMessage message) {
                MessageTrail trail = MessageTrail.begin(exchange);
                tracing.flatMap(by -> by.begin(endpoint.getOperation(), message.id(), application, taken))
                        .ifPresent(trace -> MessageTracing.attach(trace, trail, exchange));
                recorded = new AnswerRecords.Taken(message, application, trail);
            }
            begun = exchange;
            getAsyncProcessor().process(exchange, doneSync -> done(exchange));
        }

        private void done(Exchange exchange) {
            begun = null;
            Outcome outcome = Outcome.of(exchange, invocation.request());
            if (deliveryListener == null || !(invocation.request() instanceof MapRequest.ForwardSm)) {
                answered(exchange, outcome);
                return;
            }
            CompletionStage<MapAnswer> heard = deliveryListener.ended(exchange, outcome.answer());
            heard.whenComplete((answer, failure) ->
                    answered(exchange, failure == null ? new Outcome(answer, outcome.reason()) : outcome));
        }

        private void answered(Exchange exchange, Outcome outcome) {
            invokeState.cancel();
            waiting = Optional.ofNullable(
                    exchange.getProperty(Ss7MapConstants.MESSAGE_WAITING_STATUS, MessageWaitingStatus.class));
            try {
                end(outcome.answer(), outcome.reason(), StepGuard.failedStep(exchange));
            } finally {
                release();
                releaseExchange(exchange, false);
            }
        }

        /** By {@link System#nanoTime}. */
        private long answerBy() {
            return taken + TimeUnit.MILLISECONDS.toNanos(withinMillis);
        }

        /**
         * The deadline has passed: answer. An exchange that has begun is given up some time later; an invoke that has
         * not waits in the queue of the route threads and counts as in progress until a thread drops it.
         */
        private void late() {
            end(
                    new MapAnswer.UserError(MapUserError.temporary()),
                    invokeState.isStarted()
                            ? "no outcome within " + withinMillis + " ms" + lastStep()
                            : "no route thread was free within " + withinMillis + " ms");
            if (invokeState.isStarted()) {
                invokeState.deadline(
                        endpoint.getComponent().timer(), withinMillis * (ABANDONED_AFTER_DEADLINES - 1), () -> {
                            metrics.abandoned();
                            release();
                        });
            }
        }

        /** Where its exchange was sent last; without the query, which may hold anything. */
        private String lastStep() {
            Exchange running = begun;
            Object last = running == null ? null : running.getProperty(ExchangePropertyKey.TO_ENDPOINT);
            return last == null
                    ? ""
                    : " from " + URISupport.sanitizeUri(last.toString()).replaceFirst("\\?.*", "");
        }

        private void end(MapAnswer answer, String reason) {
            end(answer, reason, Optional.empty());
        }

        /** @param step that the exchange failed in: its file and line */
        private void end(MapAnswer answer, String reason, Optional<String> step) {
            if (!invokeState.answerOnce()) {
                return;
            }
            Optional<RoutingQuery> query = records == null
                    ? Optional.empty()
                    : records.queried(invocation, answer, Duration.ofNanos(System.nanoTime() - taken));
            boolean sent = invocation.answer(answer, waiting);
            metrics.answered(invocation.dialogue().version(), answer, sent, System.nanoTime() - taken);
            if (!sent) {
                query.ifPresent(unheard -> records.unsent(invocation, unheard));
            }
            if (records != null && invocation.request() instanceof MapRequest.ForwardSm) {
                record(answer, reason, sent, Duration.ofNanos(System.nanoTime() - taken));
            }
            if (recorded != null) {
                recorded.trail().traceEnded(AnswerRecords.name(answer), !(answer instanceof MapAnswer.UserError));
            }
            if (answer instanceof MapAnswer.UserError refused) {
                lines.info(
                        application,
                        reason,
                        () -> described() + " refused with " + refused.error() + ": " + reason
                                + step.map(place -> " (" + place + ")").orElse("")
                                + (sent ? "" : "; not sent: " + invocation.unsentBecause()));
            } else if (answer instanceof MapAnswer.None) {
                lines.info(application, reason, () -> described() + " is not answered: " + reason);
            } else if (!sent) {
                lines.info(
                        application,
                        "unsent",
                        () -> described() + ": its answer was not sent: " + invocation.unsentBecause());
            }
        }

        private void record(MapAnswer answer, String reason, boolean sent, Duration took) {
            AnswerRecords.Taken message = recorded;
            if (message != null) {
                records.answered(invocation, message, answer, reason, sent, took);
            } else {
                records.unreadable(invocation, answer, reason, sent, took);
            }
        }

        /** The invoke for a log line; whom it is for only behind the component's switch. */
        private String described() {
            String from = invocation
                    .dialogue()
                    .callingGlobalTitle()
                    .orElse("point code " + invocation.dialogue().originatingPointCode());
            String message = messageId.isEmpty() ? "" : "SMS " + messageId + " for application " + application + ": ";
            String what = message + endpoint.getOperation() + " version "
                    + invocation.dialogue().version() + " from " + from;
            return endpoint.getComponent().isLogNumbers() ? what + " for " + subscriber(invocation.request()) : what;
        }

        private void release() {
            if (invokeState.releaseOnce()) {
                inProgress.decrementAndGet();
            }
        }
    }
}

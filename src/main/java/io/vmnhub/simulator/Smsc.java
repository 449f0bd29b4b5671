package io.vmnhub.simulator;

import io.vmnhub.simulator.Delivery.Step;
import io.vmnhub.simulator.Submission.Route;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.SmsDeliverEncoder;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapCall;
import io.vmnhub.ss7.MapOperation;
import io.vmnhub.ss7.MapRequest;
import io.vmnhub.ss7.Ss7Events;
import io.vmnhub.ss7.Ss7Exception;
import io.vmnhub.ss7.Ss7Settings;
import io.vmnhub.ss7.Ss7Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The simulated SMSC: a signalling stack of its own that delivers submissions as TS 23.040 has it. Thread-safe; any number of
 * submissions may be under way.
 */
public final class Smsc implements AutoCloseable {

    private final Ss7Stack stack;
    private final String serviceCentreAddress;
    private final Duration timeout;
    private final Parts parts = new Parts(new SmsDeliverEncoder());
    private final AtomicInteger reference = new AtomicInteger();

    /**
     * @param settings its MSC title is the service centre address
     * @param timeout  how long each answer may take
     */
    public Smsc(String name, Ss7Settings settings, Ss7Events events, Duration timeout) throws Ss7Exception {
        this.stack = new Ss7Stack(name, settings, events);
        this.serviceCentreAddress = settings.mscGlobalTitle();
        this.timeout = timeout;
        stack.handle(MapOperation.ALERT_SERVICE_CENTRE, invocation -> invocation.answer(new MapAnswer.Result()));
    }

    public void start() throws Ss7Exception {
        stack.start();
    }

    /** Whether its application server is active. */
    public boolean ready() {
        return stack.status().ready();
    }

    /** @return never completes exceptionally; completed on a signalling thread, so what depends on it must not block */
    public CompletableFuture<Delivery> submit(Submission submission) {
        List<SmsDeliver> messages = parts.of(submission, reference.incrementAndGet() & 0xff);
        List<Step> steps = new ArrayList<>();
        CompletableFuture<Optional<Route>> route = submission.route().isPresent()
                ? CompletableFuture.completedFuture(submission.route()) : route(submission, steps);
        return route.thenCompose(found -> found.map(to -> deliver(submission, messages, to, steps))
                .orElseGet(() -> CompletableFuture.completedFuture(new Delivery(steps, false))));
    }

    private CompletableFuture<Optional<Route>> route(Submission submission, List<Step> steps) {
        long start = System.nanoTime();
        return stack.call(new MapCall(submission.version(), submission.to(), MapCall.HLR, serviceCentreAddress, MapCall.MSC,
                List.of(new MapRequest.SendRoutingInfoForSm(Address.international(submission.to()), true, serviceCentreAddress)),
                false, timeout)).thenApply(answers -> {
                    MapAnswer answer = answers.get(0);
                    steps.add(new Step(MapOperation.SEND_ROUTING_INFO_FOR_SM.operationName(), answer, System.nanoTime() - start));
                    return answer instanceof MapAnswer.Routing routing
                            ? Optional.of(new Route(routing.imsi(), routing.networkNodeNumber())) : Optional.empty();
                });
    }

    private CompletableFuture<Delivery> deliver(Submission submission, List<SmsDeliver> messages, Route to, List<Step> steps) {
        if (submission.moreMessages() || messages.size() == 1) {
            return forward(submission, messages, to, steps).thenApply(acknowledged -> new Delivery(steps, acknowledged));
        }
        CompletableFuture<Boolean> acknowledged = CompletableFuture.completedFuture(true);
        for (SmsDeliver message : messages) {
            acknowledged = acknowledged.thenCompose(soFar -> soFar ? forward(submission, List.of(message), to, steps)
                    : CompletableFuture.completedFuture(false));
        }
        return acknowledged.thenApply(all -> new Delivery(steps, all));
    }

    private CompletableFuture<Boolean> forward(Submission submission, List<SmsDeliver> messages, Route to, List<Step> steps) {
        List<MapRequest> requests = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            requests.add(new MapRequest.ForwardSm(Optional.of(to.imsi()), Optional.empty(), serviceCentreAddress,
                    parts.tpdu(messages.get(i)), i < messages.size() - 1));
        }
        long start = System.nanoTime();
        return stack.call(new MapCall(submission.version(), to.networkNodeNumber(), MapCall.MSC, serviceCentreAddress, MapCall.MSC,
                requests, submission.twoStep(), timeout)).thenApply(answers -> {
                    answers.forEach(answer -> steps.add(new Step(MapOperation.MT_FORWARD_SM.operationName(), answer, System.nanoTime() - start)));
                    return answers.stream().allMatch(answer -> answer instanceof MapAnswer.Result);
                });
    }

    @Override
    public void close() {
        stack.stop();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import io.vmnhub.simulator.Delivery.Step;
import io.vmnhub.simulator.Submission.Route;
import io.vmnhub.sms.Address;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapCall;
import io.vmnhub.ss7.MapOperation;
import io.vmnhub.ss7.MapRequest;
import io.vmnhub.ss7.Ss7Exception;
import io.vmnhub.ss7.Ss7Stack;
import io.vmnhub.ss7.api.Ss7Events;
import io.vmnhub.ss7.api.Ss7Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The simulated SMSC: a signalling stack of its own that delivers submissions as TS 23.040 has it. Thread-safe; any
 * number of submissions may be under way.
 */
public final class Smsc implements AutoCloseable {

    private static final String ROUTING = MapOperation.SEND_ROUTING_INFO_FOR_SM.operationName();
    private static final String FORWARDING = MapOperation.MT_FORWARD_SM.operationName();

    private final Ss7Stack stack;
    private final String serviceCentreAddress;
    private final Duration timeout;
    private final Parts parts = new Parts();
    private final AtomicInteger reference = new AtomicInteger();

    /**
     * @param settings its MSC title is the service centre address
     * @param timeout how long each answer may take
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

    /** Whether one of its associations is up, even if its application server is not active. */
    public boolean connected() {
        return stack.status().associations().stream().anyMatch(association -> association.connected());
    }

    /** How long each answer may take. */
    public Duration timeout() {
        return timeout;
    }

    /**
     * @return never completes exceptionally; completed on a signalling thread, so what depends on it must not block
     * @throws IllegalArgumentException when the text does not fit its data coding scheme, or the sender its field
     */
    public CompletableFuture<Delivery> submit(Submission submission) {
        return submit(prepare(submission));
    }

    /**
     * Encodes the submission's SMS-DELIVERs, stamped with the present second and with a concatenation reference of
     * their own.
     */
    PreparedSubmission prepare(Submission submission) {
        return parts.of(submission, reference.incrementAndGet() & 0xff);
    }

    CompletableFuture<Delivery> submit(PreparedSubmission prepared) {
        List<Step> steps = new ArrayList<>(prepared.tpdus().size() + 1);
        if (prepared.submission().route().isPresent()) {
            return deliver(prepared, prepared.submission().route().get(), steps);
        }
        return route(prepared.submission(), steps)
                .thenCompose(found -> found.isPresent()
                        ? deliver(prepared, found.get(), steps)
                        : CompletableFuture.completedFuture(new Delivery(steps, false)));
    }

    private CompletableFuture<Optional<Route>> route(Submission submission, List<Step> steps) {
        long start = System.nanoTime();
        return stack.call(new MapCall(
                        submission.version(),
                        submission.to(),
                        MapCall.HLR,
                        serviceCentreAddress,
                        MapCall.MSC,
                        List.of(new MapRequest.SendRoutingInfoForSm(
                                Address.international(submission.to()), true, serviceCentreAddress)),
                        false,
                        timeout))
                .thenApply(answers -> {
                    MapAnswer answer = answers.get(0);
                    steps.add(new Step(ROUTING, answer, System.nanoTime() - start));
                    return answer instanceof MapAnswer.Routing routing
                            ? Optional.of(new Route(routing.imsi(), routing.networkNodeNumber()))
                            : Optional.empty();
                });
    }

    /** All parts in one dialogue, or one dialogue after the other until a part is not acknowledged. */
    private CompletableFuture<Delivery> deliver(PreparedSubmission prepared, Route to, List<Step> steps) {
        Submission submission = prepared.submission();
        if (submission.moreMessages() || prepared.tpdus().size() == 1) {
            return forward(submission, prepared.tpdus(), to, steps)
                    .thenApply(acknowledged -> new Delivery(steps, acknowledged));
        }
        CompletableFuture<Boolean> acknowledged = CompletableFuture.completedFuture(true);
        for (byte[] tpdu : prepared.tpdus()) {
            acknowledged = acknowledged.thenCompose(soFar ->
                    soFar ? forward(submission, List.of(tpdu), to, steps) : CompletableFuture.completedFuture(false));
        }
        return acknowledged.thenApply(all -> new Delivery(steps, all));
    }

    private CompletableFuture<Boolean> forward(Submission submission, List<byte[]> tpdus, Route to, List<Step> steps) {
        List<MapRequest> requests = new ArrayList<>(tpdus.size());
        for (int i = 0; i < tpdus.size(); i++) {
            requests.add(new MapRequest.ForwardSm(
                    Optional.of(to.imsi()),
                    Optional.empty(),
                    serviceCentreAddress,
                    tpdus.get(i),
                    i < tpdus.size() - 1));
        }
        long start = System.nanoTime();
        return stack.call(new MapCall(
                        submission.version(),
                        to.networkNodeNumber(),
                        MapCall.MSC,
                        serviceCentreAddress,
                        MapCall.MSC,
                        requests,
                        submission.twoStep(),
                        timeout))
                .thenApply(answers -> {
                    long nanos = System.nanoTime() - start;
                    answers.forEach(answer -> steps.add(new Step(FORWARDING, answer, nanos)));
                    return answers.stream().allMatch(answer -> answer instanceof MapAnswer.Result);
                });
    }

    @Override
    public void close() {
        stack.stop();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vmnhub.log.ThrottledLog;
import io.vmnhub.management.LinksResource;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.Sessions;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.StatesInForce;
import io.vmnhub.records.MessageRecord;
import io.vmnhub.screening.Screening;
import io.vmnhub.ss7.Ss7Stack;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * What the console needs of the hub beyond the other resources of the management interface, and the clock that keeps
 * open consoles current.
 */
public final class Console implements AutoCloseable {

    private static final ThrottledLog LOG = new ThrottledLog(LoggerFactory.getLogger(Console.class));
    private static final long TICK_MILLIS = 1_000;

    private final Vertx vertx;
    private final Overview overview;
    private final LiveStreams streams;
    private final List<ManagementResource> resources;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final long timer;

    /** What the console shows. */
    public record Sources(
            MessageFeed feed,
            MeterRegistry metrics,
            Ss7Stack stack,
            Screening screening,
            NumberPlan numbers,
            StatesInForce states,
            ApplicationQueues queues,
            ApplicationRoutes routes,
            MessageCopies copies,
            Consumer<MessageRecord> records) {}

    public Console(Vertx vertx, Sources of, Overview overview, Sessions sessions) {
        this.vertx = vertx;
        this.overview = overview;
        RecentMessagesResource recent = new RecentMessagesResource(of.feed());
        SmscsResource smscs = new SmscsResource(of.feed(), of.screening());
        ApplicationsResource applications = new ApplicationsResource(
                of.feed(), of.numbers(), of.metrics(), of.states(), of.queues(), new TestMessages(of.routes()));
        streams = new LiveStreams(
                Stream.concat(
                                Stream.of(
                                        LiveTopic.state("overview", overview::latest),
                                        LiveTopic.state(
                                                "links",
                                                () -> LinksResource.form(
                                                        of.stack().status())),
                                        smscs.topic(),
                                        recent),
                                applications.topics().stream())
                        .toList(),
                sessions);
        resources = List.of(
                new OverviewResource(overview),
                recent,
                smscs,
                applications,
                new ResendResource(of.copies(), of.routes(), of.records()),
                new ExplainResource(of.screening(), of.numbers()),
                streams);
        timer = vertx.setPeriodic(TICK_MILLIS, now -> tick());
    }

    public List<ManagementResource> resources() {
        return resources;
    }

    /** On a worker, since health checks may block; a tick that takes long leaves out those after it. */
    private void tick() {
        if (!ticking.compareAndSet(false, true)) {
            return;
        }
        vertx.executeBlocking(
                        () -> {
                            overview.tick(System.currentTimeMillis());
                            streams.tick();
                            return null;
                        },
                        false)
                .onComplete(done -> ticking.set(false))
                .onFailure(failure -> LOG.warn(
                        "", failure.toString(), () -> "The console is not kept current: " + failure.getMessage()));
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        overview.history().close();
    }
}

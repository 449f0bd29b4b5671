// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.fanout;

import io.vmnhub.sms.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.concurrent.CamelThreadFactory;

/**
 * Tries sinks in their order until one takes the message: the processor of {@code kamelet:failover-action}.
 *
 * <p>Each sink gets a copy of the message and its own time, cut so that those after it still have theirs before the
 * SMSC must be answered. The first that ends its copy well ends the exchange well; its name, and why those before it
 * did not, stand in headers and on the trail. When none does, the exchange carries the failure of the last. A sink that
 * confirms after its time may have the message as well as the next one: receivers drop repeats by its identity.
 *
 * <p>No thread waits for a sink that works asynchronously. Endpoints are resolved and started with the route, so one
 * that does not exist keeps the route from starting.
 *
 * <p>Why not Camel's failover load balancer: it has no time for a sink, so that one that never speaks keeps the message
 * from the next; and it copies what the sink made of headers and body into the message. The circuit breaker, which has
 * a time, runs each call on a thread that waits.
 */
public final class Failover extends AsyncProcessorSupport implements CamelContextAware {

    private static final int CLOCK_THREADS = 2;

    private CamelContext camelContext;
    private List<String> uris = List.of();
    private List<Duration> within = List.of(Duration.ofSeconds(3));
    private List<SinkBranch> sinks = List.of();
    private ScheduledThreadPoolExecutor clock;

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        new FailoverRound(exchange, callback, sinks, within, clock).begin();
        return false;
    }

    /**
     * Checks the lists and resolves the endpoints; the Kamelet's bean calls it while its route is being made, when
     * Camel still takes in the Kamelets that the list names.
     */
    public void resolve() {
        if (uris.isEmpty()) {
            throw new IllegalArgumentException("failover: no sink");
        }
        if (within.size() != 1 && within.size() != uris.size()) {
            throw new IllegalArgumentException("failover: within has " + within.size() + " times for " + uris.size()
                    + " sinks; write one for each, or one for all");
        }
        sinks = new SinkList("failover", camelContext).branches(uris);
    }

    @Override
    protected void doInit() {
        if (sinks.isEmpty()) {
            resolve();
        }
        ServiceHelper.initService(sinks);
    }

    @Override
    protected void doStart() {
        clock = new ScheduledThreadPoolExecutor(
                CLOCK_THREADS,
                new CamelThreadFactory(
                        camelContext.getExecutorServiceManager().getThreadNamePattern(), "failover", true));
        clock.setRemoveOnCancelPolicy(true);
        ServiceHelper.startService(sinks);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(sinks);
        if (clock != null) {
            clock.shutdownNow();
        }
    }

    /** The sinks in the order in which they are tried: {@code scheme:name}, separated by blanks, at least one. */
    public void setSinks(String sinks) {
        uris = SinkList.split(sinks);
    }

    /** How long each may take, as {@code 3s 5s 1s}, or one time for all; default 3 s. */
    public void setWithin(String times) {
        List<Duration> durations = new ArrayList<>();
        for (String time : SinkList.split(times)) {
            durations.add(DurationText.parse(time));
        }
        within = List.copyOf(durations);
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}

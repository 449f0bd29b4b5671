// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.fanout;

import io.vmnhub.sms.DurationText;
import java.time.Duration;
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
 * Sends a message to several sinks at once: the processor of {@code kamelet:fan-out-action}.
 *
 * <p>The rule: the exchange ends well exactly when <em>every</em> required sink has ended its own copy well. It ends
 * when all of them have ended, or at the deadline, when those that have not count as failed; of several failures it
 * carries that of the sink written first. The exchange's own message is left as it was. Optional sinks get their copies
 * after all required ones have confirmed, nobody waits for them, and their failures are logged and counted, no more.
 *
 * <p>No thread waits for a sink that works asynchronously. A sink that blocks its caller delays those written after it.
 * Endpoints are resolved and started with the route, so one that does not exist keeps the route from starting.
 *
 * <p>Sinks are written as {@code scheme:name}. Parameters are refused, because Camel cuts a list at the first ampersand
 * and joins its lines: a required sink could be lost without a word. A sink with parameters gets a route of its own and
 * is named by it, {@code direct:name}.
 *
 * <p>Why not Camel's recipient list or multicast: with {@code timeout} they end without an exception although nobody
 * has confirmed, unless an aggregation strategy counts; the strategy's result takes the place of the message; in
 * parallel each sink begins on a thread of a pool, at twice the cost; a recipient list, the only one whose sinks can be
 * a property of a Kamelet, looks its endpoints up for each message and finds a missing one when the first comes; and
 * nothing bounds the copies of a wire tap for the optional sinks, which take no thread while they are in progress.
 */
public final class FanOut extends AsyncProcessorSupport implements CamelContextAware {

    private CamelContext camelContext;
    private List<String> requiredUris = List.of();
    private List<String> optionalUris = List.of();
    private Duration confirmWithin = Duration.ofSeconds(9);
    private List<SinkBranch> required = List.of();
    private OptionalSinks optional;
    private ScheduledThreadPoolExecutor clock;

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        return new FanOutRound(exchange, callback, required, optional).start(clock, confirmWithin);
    }

    /**
     * Checks the lists and resolves their endpoints; the Kamelet's bean calls it while its route is being made, when
     * Camel still takes in the Kamelets that the lists name.
     */
    public void resolve() {
        if (requiredUris.isEmpty()) {
            throw new IllegalArgumentException(
                    "fan-out: no required sink; without one every message would be acknowledged undelivered");
        }
        SinkList sinks = new SinkList("fan-out", camelContext);
        required = sinks.branches(requiredUris);
        optional = new OptionalSinks(camelContext, sinks.branches(optionalUris));
    }

    @Override
    protected void doInit() {
        if (optional == null) {
            resolve();
        }
        ServiceHelper.initService(required, optional);
    }

    @Override
    protected void doStart() {
        clock = new ScheduledThreadPoolExecutor(
                1,
                new CamelThreadFactory(
                        camelContext.getExecutorServiceManager().getThreadNamePattern(), "fan-out-deadline", true));
        clock.setRemoveOnCancelPolicy(true);
        ServiceHelper.startService(required, optional);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(optional, required);
        if (clock != null) {
            clock.shutdownNow();
        }
    }

    /** The sinks that must confirm: {@code scheme:name}, separated by blanks, at least one. */
    public void setRequired(String uris) {
        requiredUris = SinkList.split(uris);
    }

    /** The sinks that may fail: {@code scheme:name}, separated by blanks. */
    public void setOptional(String uris) {
        optionalUris = SinkList.split(uris);
    }

    /**
     * How long the required sinks may take, as {@code 5s} or {@code 800ms}; default 9 s, just under the hub's own
     * deadline.
     */
    public void setConfirmWithin(String confirmWithin) {
        this.confirmWithin = DurationText.parseOption(confirmWithin);
    }

    /** Copies for optional sinks that failed or were dropped since the start. */
    public long optionalFailures() {
        return optional.failures();
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

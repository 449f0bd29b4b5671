// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import io.vmnhub.log.FailureReason;
import io.vmnhub.log.ThrottledLog;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that an exchange ends although one of its steps throws instead of failing the exchange. Camel's reactive
 * executor forgets an exchange whose asynchronous step throws an exception, and an {@link Error} takes all else along
 * that its thread had to do. Here both fail the exchange, as an exception of a step that is not asynchronous does. It
 * also notes the step that an exchange failed in, for {@link #failedStep}.
 */
public final class StepGuard implements InterceptStrategy {

    private static final String FAILED_STEP = "VmnHubFailedStep";

    private final ThrottledLog lines = new ThrottledLog(LoggerFactory.getLogger(StepGuard.class));

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return new Guarded(definition, AsyncProcessorConverterHelper.convert(target));
    }

    /** @param place file and line of the step, as {@code routes/applications/demo.camel.yaml:14} */
    private record FailedStep(Throwable failure, String place) {}

    /**
     * File and line of the step of a route that {@code exchange} has failed in; empty when it has not, or not there.
     */
    public static Optional<String> failedStep(Exchange exchange) {
        return exchange.getProperty(FAILED_STEP) instanceof FailedStep step && step.failure == exchange.getException()
                ? Optional.of(step.place)
                : Optional.empty();
    }

    /**
     * Empty for a step inside a Kamelet, since the step with the Kamelet fails too, and for those of routes that begin
     * with {@code ss7-map:}, whose refusals name their rule.
     */
    private static Optional<String> place(NamedNode definition) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(definition);
        if (route == null
                || Boolean.TRUE.equals(route.isKamelet())
                || route.getInput().getEndpointUri().startsWith("ss7-map:")
                || definition.getLocation() == null
                || definition.getLineNumber() < 1) {
            return Optional.empty();
        }
        String file = definition.getLocation().replaceFirst("^file:(//)?", "");
        int folder = file.lastIndexOf("/routes/");
        return Optional.of((folder < 0 ? file : file.substring(folder + 1)) + ":" + definition.getLineNumber());
    }

    private final class Guarded extends DelegateAsyncProcessor {

        private final NamedNode definition;
        private final String place;

        Guarded(NamedNode definition, AsyncProcessor step) {
            super(step);
            this.definition = definition;
            this.place = place(definition).orElse(null);
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Once once = new Once(exchange, place, callback);
            try {
                boolean sync = super.process(exchange, once);
                once.returned();
                return sync;
            } catch (RuntimeException | Error e) {
                lines.warn(
                        "",
                        definition.getShortName() + " " + FailureReason.of(e),
                        () -> "Step " + definition.getShortName() + " (" + definition.getId() + ") of route "
                                + exchange.getFromRouteId() + " threw in place of failing its message: "
                                + FailureReason.of(e));
                if (once.isOver()) {
                    return false; // who has taken the exchange on ends it
                }
                exchange.setException(e);
                once.end(true);
                return true;
            }
        }
    }

    /**
     * A callback that is called once, whatever a step does after its exchange has ended, and not before a step that
     * ends it at once has returned: what Camel makes of synchronous steps ends the exchange in a {@code finally}, while
     * an {@link Error} is on its way.
     */
    private static final class Once extends AtomicBoolean implements AsyncCallback {

        private static final long serialVersionUID = 1L;
        private final transient Exchange exchange;
        private final String place;
        private final transient AsyncCallback callback;
        private final transient Thread caller = Thread.currentThread();
        private boolean endedInside;
        private boolean hasReturned;

        /** @param place of the step; null when it is not known */
        Once(Exchange exchange, String place, AsyncCallback callback) {
            this.exchange = exchange;
            this.place = place;
            this.callback = callback;
        }

        boolean isOver() {
            return get();
        }

        @Override
        public void done(boolean doneSync) {
            if (doneSync && Thread.currentThread() == caller && !hasReturned) {
                endedInside = true;
            } else {
                end(doneSync);
            }
        }

        /** Only the caller's thread reads and writes whether it has. */
        void returned() {
            hasReturned = true;
            if (endedInside) {
                end(true);
            }
        }

        void end(boolean doneSync) {
            if (compareAndSet(false, true)) {
                noteFailure();
                callback.done(doneSync);
            }
        }

        /** The innermost step comes first, and stays. */
        private void noteFailure() {
            Throwable failure = exchange.getException();
            if (failure != null && place != null && failedStep(exchange).isEmpty()) {
                exchange.setProperty(FAILED_STEP, new FailedStep(failure, place));
            }
        }
    }
}

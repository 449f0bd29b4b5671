// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import io.vmnhub.log.FailureReason;
import io.vmnhub.log.ThrottledLog;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that an exchange ends although one of its steps throws instead of failing the exchange. Camel's reactive
 * executor forgets an exchange whose asynchronous step throws an exception, and an {@link Error} takes all else along
 * that its thread had to do. Here both fail the exchange, as an exception of a step that is not asynchronous does.
 */
public final class StepGuard implements InterceptStrategy {

    private final ThrottledLog lines = new ThrottledLog(LoggerFactory.getLogger(StepGuard.class));

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return new Guarded(definition, AsyncProcessorConverterHelper.convert(target));
    }

    private final class Guarded extends DelegateAsyncProcessor {

        private final NamedNode definition;

        Guarded(NamedNode definition, AsyncProcessor step) {
            super(step);
            this.definition = definition;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Once once = new Once(callback);
            try {
                return super.process(exchange, once);
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
                once.done(true);
                return true;
            }
        }
    }

    /** A callback that is called once, whatever a step does after its exchange has ended. */
    private static final class Once extends AtomicBoolean implements AsyncCallback {

        private static final long serialVersionUID = 1L;
        private final transient AsyncCallback callback;

        Once(AsyncCallback callback) {
            this.callback = callback;
        }

        boolean isOver() {
            return get();
        }

        @Override
        public void done(boolean doneSync) {
            if (compareAndSet(false, true)) {
                callback.done(doneSync);
            }
        }
    }
}

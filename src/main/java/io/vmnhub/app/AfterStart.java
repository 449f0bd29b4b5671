// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;

/** Does something once everything of a context runs, its servers included; what it throws ends the start. */
final class AfterStart implements ExtendedStartupListener {

    private final Action action;
    private final AtomicBoolean done = new AtomicBoolean();

    interface Action {
        void in(CamelContext context) throws Exception;
    }

    AfterStart(Action action) {
        this.action = action;
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) throws Exception {
        if (alreadyStarted) { // of a context that starts, the servers do not run yet
            once(context);
        }
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) throws Exception {
        once(context);
    }

    /** Camel tells its listeners again whenever a route joins the running context. */
    private void once(CamelContext context) throws Exception {
        if (done.compareAndSet(false, true)) {
            action.in(context);
        }
    }
}

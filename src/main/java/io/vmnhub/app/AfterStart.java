// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedStartupListener;

/** Does something once everything of a context runs, its servers included; what it throws ends the start. */
record AfterStart(Action action) implements ExtendedStartupListener {

    interface Action {
        void in(CamelContext context) throws Exception;
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) throws Exception {
        if (alreadyStarted) { // of a context that starts, the servers do not run yet
            action.in(context);
        }
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) throws Exception {
        action.in(context);
    }
}

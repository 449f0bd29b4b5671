// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.ChangedFiles;
import io.vmnhub.hlr.Alerts;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.numbering.NumberPlan;
import org.apache.camel.CamelContext;

/**
 * The hub's numbers, bound as a {@link HomeLocationRegister}, and kept as {@code config/numbers.yaml} and the files
 * that it imports say while the hub runs.
 */
final class NumbersModule implements HubModule {

    private ChangedFiles watch;

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        if (!hub.listening()) {
            return;
        }
        HomeLocationRegister register =
                new HomeLocationRegister(hub.numbers(), hub.settings().mscGlobalTitle());
        context.getRegistry().bind("numbers", HomeLocationRegister.class, register);
        context.addStartupListener(new AfterStart(started -> {
            Alerts alerts = started.getRegistry().findSingleByType(Alerts.class);
            watch = new ChangedFiles("numbers.yaml", hub.config()::numbersFiles, () -> reload(hub, alerts));
            watch.start();
        }));
    }

    private static String reload(HubContext hub, Alerts alerts) {
        NumberPlan changed = hub.config().numbers();
        hub.numbers().become(changed);
        alerts.numbersChanged();
        return changed.size() + " numbers";
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }
}

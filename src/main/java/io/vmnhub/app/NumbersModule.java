// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.ChangedFiles;
import io.vmnhub.numbering.NumberPlan;
import org.apache.camel.CamelContext;

/** Keeps the hub's numbers as {@code config/numbers.yaml} and the files that it imports say while the hub runs. */
final class NumbersModule implements HubModule {

    private ChangedFiles watch;

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        if (!hub.listening()) {
            return;
        }
        context.addStartupListener(new AfterStart(started -> {
            watch = new ChangedFiles("numbers.yaml", hub.config()::numbersFiles, () -> reload(hub));
            watch.start();
        }));
    }

    private static String reload(HubContext hub) {
        NumberPlan changed = hub.config().numbers();
        hub.numbers().become(changed);
        return changed.size() + " numbers";
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
    }
}

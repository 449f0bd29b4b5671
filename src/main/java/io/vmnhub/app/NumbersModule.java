// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.ChangedFiles;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.inbound.HlrProcessor;
import io.vmnhub.numbering.NumberPlan;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;

/**
 * The hub's numbers and the hub as their HLR: keeps the numbers as {@code config/numbers.yaml} and the files that it
 * imports say while the hub runs, and binds the bean {@code homeLocationRegister} that answers for them.
 */
final class NumbersModule implements HubModule {

    private static final String REGISTER = "homeLocationRegister";

    private ChangedFiles watch;

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        if (!hub.listening()) {
            context.getRegistry().bind(REGISTER, Processor.class, (Processor) exchange -> {});
            return;
        }
        HomeLocationRegister register =
                new HomeLocationRegister(hub.numbers(), hub.settings().mscGlobalTitle());
        context.getRegistry().bind("numbers", HomeLocationRegister.class, register);
        context.getRegistry().bind(REGISTER, Processor.class, new HlrProcessor(register));
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

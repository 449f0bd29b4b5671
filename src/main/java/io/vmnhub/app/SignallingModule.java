// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.LiveFiles;
import io.vmnhub.management.LinkMetrics;
import io.vmnhub.ss7.Ss7Exception;
import io.vmnhub.ss7.Ss7Stack;
import io.vmnhub.ss7.api.Ss7Settings;
import java.io.IOException;
import java.util.List;
import org.apache.camel.CamelContext;

/** Keeps the signalling stack and its metrics as {@code config/ss7.yaml} says while the hub runs. */
final class SignallingModule implements HubModule {

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        if (!hub.listening()) {
            return;
        }
        context.addStartupListener(new AfterStart(started -> {
            Ss7Stack stack = started.getRegistry().findSingleByType(Ss7Stack.class);
            if (stack == null) {
                return;
            }
            LinkMetrics metrics = new LinkMetrics(stack, hub.metrics());
            metrics.follow(hub.settings());
            SignallingReload reload = new SignallingReload(stack, hub.settings());
            hub.live()
                    .add(
                            hub.home().config().resolve("ss7.yaml"),
                            () -> reload(reload, metrics, DemoTraffic.settings(hub.config(), hub.properties())));
        }));
    }

    private static LiveFiles.Taken reload(SignallingReload reload, LinkMetrics metrics, Ss7Settings changed)
            throws IOException {
        List<String> later;
        try {
            later = reload.apply(changed);
        } catch (Ss7Exception e) {
            throw new IOException(e.getMessage(), e);
        }
        metrics.follow(changed);
        return new LiveFiles.Taken(
                changed.associations().size() + " associations, "
                        + changed.applicationServers().size() + " application servers, "
                        + changed.globalTitleTranslation().size() + " rules of global title translation",
                later);
    }
}

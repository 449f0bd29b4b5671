package io.vmnhub;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.ss7.Ss7Settings;
import io.vmnhub.ss7.Ss7Stack;
import io.vmnhub.ss7.Ss7Status;
import java.util.function.Predicate;

/** The links as gauges: 1 when up or active, 0 otherwise. */
final class LinkMetrics {

    private final Ss7Stack stack;

    LinkMetrics(Ss7Stack stack) {
        this.stack = stack;
    }

    void register(MeterRegistry registry, Ss7Settings settings) {
        for (Ss7Settings.Association association : settings.associations()) {
            gauge(registry, "vmnhub.link.up", "Whether the association is connected", "association", association.name(),
                    status -> status.associations().stream().anyMatch(a -> a.name().equals(association.name()) && a.connected()));
        }
        for (Ss7Settings.ApplicationServer server : settings.applicationServers()) {
            gauge(registry, "vmnhub.application.server.active", "Whether the application server is active", "as", server.name(),
                    status -> status.applicationServers().stream().anyMatch(s -> s.name().equals(server.name()) && s.state().equals("ACTIVE")));
        }
        Gauge.builder("vmnhub.dialogues.open", stack, s -> s.status().openDialogues()).description("Dialogues that peers have open")
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String description, String tag, String value, Predicate<Ss7Status> up) {
        Gauge.builder(name, stack, s -> up.test(s.status()) ? 1 : 0).description(description).tag(tag, value).register(registry);
    }
}

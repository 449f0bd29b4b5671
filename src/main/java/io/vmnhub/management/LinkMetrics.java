// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.vmnhub.ss7.Ss7Stack;
import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.ApplicationServer;
import io.vmnhub.ss7.api.Ss7Status;
import java.util.List;
import java.util.function.Predicate;

/** The links as gauges: 1 when up, active or reachable, 0 otherwise. */
public final class LinkMetrics {

    private final Ss7Stack stack;
    private final MultiGauge associations;
    private final MultiGauge applicationServers;
    private final MultiGauge pointCodes;

    public LinkMetrics(Ss7Stack stack, MeterRegistry registry) {
        this.stack = stack;
        associations = gauges(registry, "vmnhub.link.up", "Whether the association is connected");
        applicationServers =
                gauges(registry, "vmnhub.application.server.active", "Whether the application server is active");
        pointCodes = gauges(registry, "vmnhub.point.code.reachable", "Whether messages can be sent to the point code");
        Gauge.builder("vmnhub.dialogues.open", stack, s -> s.status().openDialogues())
                .description("Dialogues that peers have open")
                .register(registry);
    }

    private static MultiGauge gauges(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** One gauge for each link that there is from now on. */
    public void follow(Ss7Settings settings) {
        associations.register(
                settings.associations().stream()
                        .map(association -> row(
                                Tags.of("association", association.name()),
                                status -> status.associations().stream()
                                        .anyMatch(a -> a.name().equals(association.name()) && a.connected())))
                        .toList(),
                true);
        applicationServers.register(
                settings.applicationServers().stream()
                        .map(server -> row(
                                Tags.of("as", server.name()),
                                status -> server(
                                        status, server, any -> any.state().equals("ACTIVE"))))
                        .toList(),
                true);
        pointCodes.register(
                settings.applicationServers().stream()
                        .flatMap(server -> pointCodes(server).stream())
                        .toList(),
                true);
    }

    private List<MultiGauge.Row<?>> pointCodes(ApplicationServer server) {
        return server.pointCodes().stream()
                .<MultiGauge.Row<?>>map(pointCode -> row(
                        Tags.of("as", server.name(), "point.code", String.valueOf(pointCode)),
                        status -> server(
                                status,
                                server,
                                any -> any.destinations().stream()
                                        .anyMatch(one -> one.pointCode() == pointCode && one.reachable()))))
                .toList();
    }

    private static boolean server(
            Ss7Status status, ApplicationServer server, Predicate<Ss7Status.ApplicationServerStatus> like) {
        return status.applicationServers().stream().anyMatch(any -> any.name().equals(server.name()) && like.test(any));
    }

    private MultiGauge.Row<?> row(Tags tags, Predicate<Ss7Status> up) {
        return MultiGauge.Row.of(tags, stack, s -> up.test(s.status()) ? 1 : 0);
    }
}

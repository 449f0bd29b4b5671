// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.cluster.Cluster;
import io.vmnhub.component.smppserver.SmppServer;
import io.vmnhub.component.smppserver.SmppServerComponent;
import io.vmnhub.component.ss7map.DeliveryListener;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.database.Database;
import io.vmnhub.hlr.AbsenceProbes;
import io.vmnhub.hlr.AlertSender.Outcome;
import io.vmnhub.hlr.Alerts;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.hlr.MessageWaitingData;
import io.vmnhub.hlr.MessageWaitingTable;
import io.vmnhub.hlr.NumberProbes;
import io.vmnhub.hlr.WaitingLimits;
import io.vmnhub.inbound.HlrProcessor;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.WaitingResource;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.ss7.Ss7Stack;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;

/**
 * The hub as the HLR of its numbers: answers queries and reports, keeps message waiting data, and alerts service
 * centres when applications can receive again.
 */
final class HlrModule implements HubModule {

    private Alerts alerts;
    private DeliveryRoutes routes;

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        if (!hub.listening()) {
            context.getRegistry().bind("homeLocationRegister", Processor.class, (Processor) exchange -> {});
            return;
        }
        Database database = context.getRegistry().findSingleByType(Database.class);
        boolean elsewhere = !hub.properties().text(HubKey.DATABASE_URL).isBlank();
        WaitingLimits limits = limits(hub.properties());
        MessageWaitingData waiting = new MessageWaitingData(
                new MessageWaitingTable(database.dataSource(), () -> elsewhere || database.hasFile()),
                limits,
                Clock.systemUTC());
        routes = new DeliveryRoutes(context);
        ApplicationReadiness readiness = new ApplicationReadiness(
                context, context.getRegistry().findSingleByType(MessagePolicies.class), routes, account -> {
                    SmppServer smpp = server(context);
                    return !smpp.hasAccount(account) || smpp.isBound(account) || isBoundElsewhere(context, account);
                });
        alerts = new Alerts(
                waiting,
                hub.numbers(),
                new SignallingAlerts(() -> context.getRegistry().findSingleByType(Ss7Stack.class)),
                limits,
                readiness);
        Cluster cluster = context.getRegistry().findSingleByType(Cluster.class);
        if (cluster != null) {
            new FarmWaiting(cluster, waiting, alerts, limits, elsewhere).join(cluster);
        }
        AbsenceProbes probes = new AbsenceProbes(System::nanoTime);
        HomeLocationRegister register = context.getRegistry().findSingleByType(HomeLocationRegister.class);
        context.getRegistry()
                .bind(
                        "homeLocationRegister",
                        Processor.class,
                        new HlrProcessor(
                                register,
                                waiting,
                                alerts,
                                readiness,
                                probes,
                                new NumberProbes(notIntended(hub.properties()))));
        context.getRegistry()
                .bind(
                        "waitingMessages",
                        DeliveryListener.class,
                        new WaitingMessages(hub.numbers(), waiting, alerts, readiness));
        context.getRegistry().bind("alerts", Alerts.class, alerts);
        context.getRegistry()
                .bind(
                        "manageWaiting",
                        ManagementResource.class,
                        new WaitingResource(hub.numbers(), waiting, alerts, readiness));
        measure(hub.metrics(), waiting, probes);
        context.addStartupListener(new AfterStart(started -> start(started)));
    }

    private static NumberProbes.Policy notIntended(HubProperties properties) {
        return NumberProbes.Policy.valueOf(properties
                .text(HubKey.HLR_DELIVERY_NOT_INTENDED)
                .trim()
                .toUpperCase(Locale.ROOT)
                .replace('-', '_'));
    }

    private static boolean isBoundElsewhere(CamelContext context, String account) {
        Cluster cluster = context.getRegistry().findSingleByType(Cluster.class);
        return cluster != null
                && cluster.members().stream()
                        .anyMatch(member -> member.accounts().contains(account));
    }

    private static WaitingLimits limits(HubProperties properties) {
        return new WaitingLimits(
                properties.number(HubKey.HLR_WAITING_PER_NUMBER),
                properties.number(HubKey.HLR_WAITING_TOTAL),
                Duration.ofHours(properties.number(HubKey.HLR_WAITING_HOURS)),
                properties.number(HubKey.HLR_ALERTS_PER_SECOND),
                Duration.ofSeconds(properties.number(HubKey.HLR_PROBE_SECONDS)));
    }

    private static SmppServer server(CamelContext context) {
        return context.getComponent("smpp-server", SmppServerComponent.class).getServer();
    }

    private void measure(MeterRegistry metrics, MessageWaitingData waiting, AbsenceProbes probes) {
        FunctionCounter.builder("vmnhub.hlr.absence.queries", probes, AbsenceProbes::absent)
                .tag("outcome", "absent")
                .description("Queries for numbers whose application is away")
                .register(metrics);
        FunctionCounter.builder("vmnhub.hlr.absence.queries", probes, AbsenceProbes::probes)
                .tag("outcome", "probe")
                .description("Queries for numbers whose application is away")
                .register(metrics);
        Gauge.builder("vmnhub.hlr.waiting", waiting, MessageWaitingData::size)
                .description("Service centres that wait for numbers, to be alerted")
                .register(metrics);
        for (Outcome outcome : Outcome.values()) {
            FunctionCounter.builder("vmnhub.hlr.alerts", alerts, one -> one.count(outcome))
                    .tag("outcome", outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .description("Alerts to service centres that have ended")
                    .register(metrics);
        }
    }

    /** Applications that bind are told of; their sessions may be there before this has begun to listen. */
    private void start(CamelContext context) {
        SmppServer smpp = server(context);
        smpp.whenBound(account -> alerts.bound(account, routes::applications));
        alerts.whenAway(application -> routes.of(application)
                .ifPresent(route -> route.accounts().stream()
                        .filter(account -> !smpp.isBound(account))
                        .forEach(smpp::askToBind)));
        alerts.start();
        smpp.sessions().forEach(session -> alerts.bound(session.account(), routes::applications));
    }

    @Override
    public void close() {
        if (alerts != null) {
            alerts.close();
        }
    }
}

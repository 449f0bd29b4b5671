// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.component.store.Store;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.http.ServerCertificate;
import io.vmnhub.inbound.MessageSteps;
import io.vmnhub.management.DeadLetterPlace;
import io.vmnhub.management.DeadLettersResource;
import io.vmnhub.management.LinkHistory;
import io.vmnhub.management.LinksResource;
import io.vmnhub.management.LongDeadLetters;
import io.vmnhub.management.ManagementApi;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.MessagesResource;
import io.vmnhub.management.NumbersResource;
import io.vmnhub.management.Operator;
import io.vmnhub.management.RoutesResource;
import io.vmnhub.management.StoredDeadLetters;
import io.vmnhub.records.MessageRecords;
import io.vmnhub.ss7.Ss7Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management interface on the management port. Without a token the port has health and metrics only. Other features
 * bind a {@link ManagementResource} to be seen in it.
 */
final class ManagementModule implements HubModule {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementModule.class);

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        context.getRegistry().bind("manageNumbers", ManagementResource.class, new NumbersResource(hub.numbers()));
        context.getRegistry().bind("manageRoutes", ManagementResource.class, new RoutesResource(context, hub.home()));
        context.getRegistry()
                .bind(
                        "manageMessages",
                        ManagementResource.class,
                        new MessagesResource(
                                Optional.ofNullable(context.getRegistry().findSingleByType(MessageRecords.class))));
        context.getRegistry()
                .bind("manageDeadLetters", ManagementResource.class, new DeadLettersResource(deadLetters(context)));
        if (!hub.listening()) {
            return;
        }
        Optional<ServerCertificate> tls = ServerTls.of(
                hub, HubKey.MANAGEMENT_TLS_CERTIFICATE, HubKey.MANAGEMENT_TLS_KEY, HubKey.MANAGEMENT_TLS_PASSWORD);
        tls.ifPresent(certificate -> context.addLifecycleStrategy(showing(certificate.parameters())));
        List<Operator> operators = operators(hub.properties());
        context.addStartupListener(new AfterStart(started -> {
            tls.ifPresent(certificate -> keepCurrent(started, certificate));
            if (!operators.isEmpty()) {
                serve(started, operators, hub.metrics());
            }
        }));
    }

    /** The places where messages go that cannot be delivered. */
    private static List<DeadLetterPlace> deadLetters(CamelContext context) {
        List<DeadLetterPlace> places = new ArrayList<>();
        Optional.ofNullable(context.getRegistry().findSingleByType(Store.class))
                .ifPresent(store -> places.add(new StoredDeadLetters(store.deadLetters())));
        Optional.ofNullable(context.getRegistry().findSingleByType(MessageSteps.class))
                .ifPresent(steps -> places.add(new LongDeadLetters(steps)));
        return places;
    }

    /** Camel makes the management server itself and asks whoever watches before it starts. */
    private static LifecycleStrategy showing(SSLContextParameters parameters) {
        return new LifecycleStrategySupport() {
            @Override
            public void onServiceAdd(CamelContext context, Service service, Route route) {
                if (service instanceof ManagementHttpServer server) {
                    server.setSslContextParameters(parameters);
                }
            }
        };
    }

    private static void keepCurrent(CamelContext context, ServerCertificate certificate) {
        ManagementHttpServer management = context.hasService(ManagementHttpServer.class);
        if (management != null) {
            VertxPlatformHttpServer server = management.getRouter().getServer();
            certificate.keepCurrent(server.getVertx(), server.getServer(), ServerTls.LOOK_MILLIS);
        }
    }

    /** {@code vmnhub.management.token} is an operator's too, whose name is operator. */
    static List<Operator> operators(HubProperties properties) {
        List<Operator> all = new ArrayList<>();
        String token = properties.text(HubKey.MANAGEMENT_TOKEN).trim();
        if (!token.isEmpty()) {
            all.add(new Operator("operator", token, Operator.Role.OPERATOR));
        }
        properties.all().stringPropertyNames().stream()
                .sorted()
                .forEach(key -> Map.of(
                                HubKey.MANAGEMENT_OPERATORS,
                                Operator.Role.OPERATOR,
                                HubKey.MANAGEMENT_VIEWERS,
                                Operator.Role.VIEWER)
                        .forEach((family, role) -> {
                            if (key.startsWith(family.family())) {
                                all.add(new Operator(
                                        key.substring(family.family().length()),
                                        properties.get(key).orElse("").trim(),
                                        role));
                            }
                        }));
        return all;
    }

    private static void serve(CamelContext context, List<Operator> operators, MeterRegistry metrics) {
        Ss7Stack stack = context.getRegistry().findSingleByType(Ss7Stack.class);
        LinkHistory history = context.getRegistry().findSingleByType(LinkHistory.class);
        if (stack != null && history != null) {
            context.getRegistry().bind("manageLinks", ManagementResource.class, new LinksResource(stack, history));
        }
        ManagementHttpServer server = context.hasService(ManagementHttpServer.class);
        if (server == null) {
            LOG.warn("The management interface is not served: camel.management.enabled is false");
            return;
        }
        new ManagementApi(
                        server.getRouter().vertx(),
                        operators,
                        context.getRegistry().findByType(ManagementResource.class),
                        metrics)
                .mount(server.getRouter());
    }
}

package io.vmnhub;

import io.vmnhub.northbound.management.ManagementApi;
import io.vmnhub.northbound.management.ManagementResource;
import io.vmnhub.northbound.tls.ServerCertificate;
import io.vmnhub.ss7.Ss7Stack;
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
 * The management interface on the management port. Without {@code vmnhub.management.token} the port has health and metrics only. Other features
 * bind a {@link ManagementResource} to be seen in it.
 */
final class ManagementPart implements HubPart {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementPart.class);

    @Override
    public void join(CamelContext context, Surroundings hub) throws Exception {
        context.getRegistry().bind("manageNumbers", ManagementResource.class, new NumbersResource(hub.numbers()));
        context.getRegistry().bind("manageRoutes", ManagementResource.class, new RoutesResource(context, hub.home()));
        if (!hub.listening()) {
            return;
        }
        Optional<ServerCertificate> tls = ServerTls.of(hub, HubKey.MANAGEMENT_TLS_CERTIFICATE, HubKey.MANAGEMENT_TLS_KEY,
                HubKey.MANAGEMENT_TLS_PASSWORD);
        tls.ifPresent(certificate -> context.addLifecycleStrategy(showing(certificate.parameters())));
        String token = hub.properties().text(HubKey.MANAGEMENT_TOKEN).trim();
        context.addStartupListener(new WhenStarted(started -> {
            tls.ifPresent(certificate -> keepCurrent(started, certificate));
            if (!token.isEmpty()) {
                serve(started, token);
            }
        }));
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

    private static void serve(CamelContext context, String token) {
        Ss7Stack stack = context.getRegistry().findSingleByType(Ss7Stack.class);
        if (stack != null) {
            context.getRegistry().bind("manageLinks", ManagementResource.class, new LinksResource(stack));
        }
        ManagementHttpServer server = context.hasService(ManagementHttpServer.class);
        if (server == null) {
            LOG.warn("The management interface is not served: camel.management.enabled is false");
            return;
        }
        new ManagementApi(server.getRouter().vertx(), token, context.getRegistry().findByType(ManagementResource.class))
                .mount(server.getRouter());
    }
}

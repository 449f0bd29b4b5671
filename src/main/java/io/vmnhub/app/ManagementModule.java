// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.component.store.Store;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.hlr.Alerts;
import io.vmnhub.http.ServerCertificate;
import io.vmnhub.management.AuditFile;
import io.vmnhub.management.DeadLettersResource;
import io.vmnhub.management.LinkHistory;
import io.vmnhub.management.LinksResource;
import io.vmnhub.management.ManagementApi;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.MessagesResource;
import io.vmnhub.management.NumbersResource;
import io.vmnhub.management.OpenIdSettings;
import io.vmnhub.management.Operator;
import io.vmnhub.management.Operators;
import io.vmnhub.management.RoutesResource;
import io.vmnhub.management.Sessions;
import io.vmnhub.management.console.Console;
import io.vmnhub.management.console.ConsoleFiles;
import io.vmnhub.numbering.StatesInForce;
import io.vmnhub.records.MessageRecords;
import io.vmnhub.ss7.Ss7Stack;
import io.vmnhub.tls.CertificateWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

    /** The console's address in the registry, for the log. */
    static final String CONSOLE = "consoleAddress";

    private Console console;

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        context.getRegistry().bind("manageRoutes", ManagementResource.class, new RoutesResource(context, hub.home()));
        context.getRegistry()
                .bind(
                        "manageMessages",
                        ManagementResource.class,
                        new MessagesResource(
                                Optional.ofNullable(context.getRegistry().findSingleByType(MessageRecords.class))));
        context.getRegistry()
                .bind(
                        "manageDeadLetters",
                        ManagementResource.class,
                        new DeadLettersResource(context.getRegistry()
                                .findSingleByType(Store.class)
                                .deadLetters()));
        Optional<OpenIdSettings> openId = OpenIdKeys.of(hub.properties());
        if (!hub.listening()) {
            return;
        }
        context.getRegistry()
                .bind(
                        "manageNumbers",
                        ManagementResource.class,
                        new NumbersResource(
                                hub.numbers(),
                                context.getRegistry().findSingleByType(StatesInForce.class),
                                context.getRegistry().findSingleByType(Alerts.class)));
        Optional<ServerCertificate> tls = ServerTls.of(
                hub, HubKey.MANAGEMENT_TLS_CERTIFICATE, HubKey.MANAGEMENT_TLS_KEY, HubKey.MANAGEMENT_TLS_PASSWORD);
        tls.ifPresent(certificate -> context.addLifecycleStrategy(showing(certificate.parameters())));
        Operators operators = new Operators(operators(hub.properties()), guest(hub.properties()));
        context.addStartupListener(new AfterStart(started -> {
            tls.ifPresent(certificate -> keepCurrent(started, certificate));
            if (!operators.all().isEmpty() || operators.guest().isPresent() || openId.isPresent()) {
                serve(started, operators, openId, hub);
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
            certificate.keepCurrent(
                    "The management port",
                    server.getServer(),
                    context.getRegistry().findSingleByType(CertificateWatch.class));
        }
    }

    /** {@code vmnhub.management.token} is an operator's too, whose name is operator. */
    static List<Operator> operators(HubProperties properties) {
        List<Operator> all = new ArrayList<>();
        String token = properties.text(HubKey.MANAGEMENT_TOKEN).trim();
        if (!token.isEmpty()) {
            all.add(new Operator("operator", token, Operator.Role.OPERATOR));
        }
        properties
                .family(HubKey.MANAGEMENT_OPERATORS)
                .forEach((name, secret) -> all.add(new Operator(name, secret.trim(), Operator.Role.OPERATOR)));
        properties
                .family(HubKey.MANAGEMENT_VIEWERS)
                .forEach((name, secret) -> all.add(new Operator(name, secret.trim(), Operator.Role.VIEWER)));
        return all;
    }

    /**
     * In profile {@code dev} whoever sits at the hub's own machine needs no token, unless tokens are set or the port
     * can be reached from elsewhere.
     */
    static Optional<Operator> guest(HubProperties properties) {
        boolean loopback =
                properties.get("camel.management.host").orElse("").trim().matches("127\\.[0-9.]+|localhost|::1");
        if (!properties.profile().equals("dev")
                || !loopback
                || !operators(properties).isEmpty()
                || !properties.text(HubKey.MANAGEMENT_OPENID_ISSUER).isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new Operator("dev", UUID.randomUUID().toString(), Operator.Role.OPERATOR));
    }

    private void serve(CamelContext context, Operators operators, Optional<OpenIdSettings> openId, HubContext hub) {
        ManagementHttpServer server = context.hasService(ManagementHttpServer.class);
        if (server == null) {
            LOG.warn("The management interface is not served: camel.management.enabled is false");
            return;
        }
        Ss7Stack stack = context.getRegistry().findSingleByType(Ss7Stack.class);
        LinkHistory history = context.getRegistry().findSingleByType(LinkHistory.class);
        if (stack != null && history != null) {
            context.getRegistry().bind("manageLinks", ManagementResource.class, new LinksResource(stack, history));
        }
        Sessions sessions = new Sessions(Duration.ofHours(hub.properties().number(HubKey.MANAGEMENT_SESSION_HOURS)));
        List<ManagementResource> resources = new ArrayList<>();
        if (hub.properties().isTrue(HubKey.MANAGEMENT_CONSOLE) && stack != null) {
            console = ConsoleStart.console(server.getRouter().vertx(), context, hub, stack, sessions);
            resources.addAll(console.resources()); // before others: /messages/recent is no message's id
            new ConsoleFiles().mount(server.getRouter());
            context.getRegistry().bind(CONSOLE, address(server, operators, hub.properties()));
        }
        resources.addAll(context.getRegistry().findByType(ManagementResource.class));
        AuditFile changes = new AuditFile(hub.home().data().resolve("management/changes.jsonl"));
        new ManagementApi(
                        server.getRouter().vertx(),
                        operators,
                        openId,
                        sessions,
                        resources,
                        Optional.of(changes),
                        hub.metrics())
                .mount(server.getRouter());
    }

    private static String address(ManagementHttpServer server, Operators operators, HubProperties properties) {
        String scheme = properties.text(HubKey.MANAGEMENT_TLS_CERTIFICATE).isBlank() ? "http" : "https";
        return scheme + "://" + server.getHost() + ":" + server.getPort() + "/"
                + (operators.guest().isPresent() ? " (no token is needed on this machine)" : "");
    }

    @Override
    public void close() {
        if (console != null) {
            console.close();
            console = null;
        }
    }
}

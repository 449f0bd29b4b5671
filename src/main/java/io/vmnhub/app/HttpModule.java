// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vertx.ext.web.Router;
import io.vmnhub.api.rest.ApiSettings;
import io.vmnhub.api.rest.RestApi;
import io.vmnhub.api.soap.SoapApi;
import io.vmnhub.api.soap.SoapSettings;
import io.vmnhub.component.cxf.HubCxfComponent;
import io.vmnhub.component.inbox.Inbox;
import io.vmnhub.config.ApplicationSettings;
import io.vmnhub.config.ConfigException;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.LiveFiles;
import io.vmnhub.exchange.HubFolder;
import io.vmnhub.http.AllowedHosts;
import io.vmnhub.http.ApplicationPort;
import io.vmnhub.http.HttpClientComponent;
import io.vmnhub.http.HttpPorts;
import io.vmnhub.http.LimitedHttpServer;
import io.vmnhub.http.PostContext;
import io.vmnhub.http.ServerCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public HTTP port and what is behind it: the inbox, bound for {@code inbox-sink}, and the REST and SOAP interfaces
 * on it. The port is opened when an application may use one of them, when a route listens there
 * ({@code platform-http:}, {@code cxf:}, {@code rest:}), or when {@code vmnhub.http.enabled} says so.
 */
final class HttpModule implements HubModule {

    private static final Logger LOG = LoggerFactory.getLogger(HttpModule.class);

    /** Of a request to a route; the interfaces have bounds of their own. */
    private static final long LONGEST_BODY = 1_048_576;

    private Inbox inbox;
    private SoapApi soap;
    private boolean opened;

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        context.getRegistry().bind(HubFolder.NAME, Path.class, hub.home().folder());
        inbox = new Inbox(
                context.getRegistry().lookupByNameAndType("dataSource", DataSource.class),
                Duration.ofDays(hub.properties().number(HubKey.REST_RETENTION_DAYS)),
                hub.metrics());
        if (hub.listening() && DatabaseTurn.of(context, hub) instanceof DatabaseTurn turn) {
            inbox.share(turn);
        }
        context.getRegistry().bind(Inbox.NAME, Inbox.class, inbox);
        Map<String, ApiSettings> applications = apiSettings(hub);
        Map<String, SoapSettings> soapApplications = new LinkedHashMap<>();
        configured(hub).forEach((name, settings) -> settings.soap().ifPresent(one -> soapApplications.put(name, one)));
        if (hub.listening()) {
            hub.live().add(hub.home().config().resolve("applications.yaml"), () -> later(hub, soapApplications));
        }
        String enabled = hub.properties().text(HubKey.HTTP_ENABLED);
        if (hub.listening()
                && (enabled.equalsIgnoreCase("auto")
                        ? !applications.isEmpty() || !soapApplications.isEmpty()
                        : hub.properties().isTrue(HubKey.HTTP_ENABLED))) {
            open(context, hub, applications, soapApplications);
        }
        context.addComponent("vertx-http", new HttpClientComponent());
        context.addComponent("cxf", new HubCxfComponent());
        if (hub.listening() && !opened) {
            ApplicationPort port = () -> openForRoutes(context, hub);
            context.getRegistry().bind("applicationPort", ApplicationPort.class, port);
            context.addLifecycleStrategy(new LifecycleStrategySupport() {
                @Override
                public void onEndpointAdd(Endpoint endpoint) {
                    if (endpoint
                            instanceof PlatformHttpEndpoint) { // the component alone is there for the management port
                        port.open();
                    }
                }
            });
        }
    }

    /** Routes listen at the port: {@code platform-http:}, {@code cxf:}, {@code rest:}. */
    private void openForRoutes(CamelContext context, HubContext hub) {
        if (opened) {
            return;
        }
        if (!hub.properties().text(HubKey.HTTP_ENABLED).equalsIgnoreCase("auto")) {
            throw new IllegalArgumentException("a route listens on the HTTP port (platform-http:, cxf: or rest:), but "
                    + HubKey.HTTP_ENABLED.key() + " is false in config/application.properties");
        }
        try {
            open(context, hub, Map.of(), Map.of());
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeException(e);
        }
    }

    /** What cannot change while the hub runs: SOAP services, and the port when nobody has used it. */
    private LiveFiles.Taken later(HubContext hub, Map<String, SoapSettings> started) {
        Map<String, SoapSettings> soapNow = new LinkedHashMap<>();
        configured(hub).forEach((name, settings) -> settings.soap().ifPresent(one -> soapNow.put(name, one)));
        List<String> later = new ArrayList<>();
        if (!soapNow.equals(started)) {
            later.add("soap");
        }
        if (!opened && !apiSettings(hub).isEmpty()) {
            later.add("api");
        }
        return new LiveFiles.Taken("who uses the HTTP port", later);
    }

    private static Map<String, ApiSettings> apiSettings(HubContext hub) {
        Map<String, ApiSettings> applications = new LinkedHashMap<>();
        configured(hub).forEach((name, settings) -> settings.api().ifPresent(api -> applications.put(name, api)));
        return applications;
    }

    /** When only looked at, a file that is wrong has been reported already. */
    private static Map<String, ApplicationSettings> configured(HubContext hub) {
        try {
            return hub.config().applications();
        } catch (ConfigException e) {
            if (hub.listening()) {
                throw e;
            }
            return Map.of();
        }
    }

    private void open(
            CamelContext context,
            HubContext hub,
            Map<String, ApiSettings> applications,
            Map<String, SoapSettings> soapApplications)
            throws Exception {
        opened = true;
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setMaxBodySize(LONGEST_BODY);
        configuration.setBindHost(hub.properties().text(HubKey.HTTP_HOST));
        configuration.setBindPort(hub.properties().number(HubKey.HTTP_PORT));
        Optional<ServerCertificate> tls =
                ServerTls.of(hub, HubKey.HTTP_TLS_CERTIFICATE, HubKey.HTTP_TLS_KEY, HubKey.HTTP_TLS_PASSWORD);
        tls.ifPresent(certificate -> configuration.setSslContextParameters(certificate.parameters()));
        // platform-http: finds its port by this; with a management server beside it, it would look at 8080 otherwise
        context.getRegistry().bind("publicHttp", VertxPlatformHttpServerConfiguration.class, configuration);
        HttpPorts ports = context.getRegistry().lookupByNameAndType("httpPorts", HttpPorts.class);
        LimitedHttpServer server = ports.application(configuration);
        context.addService(server);
        context.addStartupListener(new AfterStart(started -> {
            VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(
                    started, VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getBindPort()));
            PostContext posting = PostContext.of(started);
            checkHosts(router, ports.applicationHosts());
            RestApi api = new RestApi(posting, inbox, applications, hub.metrics())
                    .at(hub.properties().text(HubKey.HTTP_PUBLIC_URL));
            api.mount(router);
            hub.live().add(hub.home().config().resolve("applications.yaml"), () -> {
                Map<String, ApiSettings> now = apiSettings(hub);
                api.renew(now);
                return LiveFiles.Taken.whole("the API keys and issuers of " + now.size() + " applications");
            });
            if (!soapApplications.isEmpty()) {
                soap = new SoapApi(posting, inbox, soapApplications, hub.metrics());
                soap.mount(router);
                LOG.info(
                        "The SOAP interfaces are at {}://{}:{}{} for {}",
                        tls.isPresent() ? "https" : "http",
                        configuration.getBindHost(),
                        configuration.getBindPort(),
                        SoapApi.PATH,
                        soapApplications.keySet());
            }
            tls.ifPresent(certificate -> certificate.keepCurrent(
                    "HTTP at " + configuration.getBindHost() + ":" + configuration.getBindPort(),
                    server.getServer(),
                    posting.certificates()));
            if (applications.isEmpty() && soapApplications.isEmpty()) {
                LOG.info(
                        "The HTTP port is {}://{}:{}",
                        tls.isPresent() ? "https" : "http",
                        configuration.getBindHost(),
                        configuration.getBindPort());
            }
            if (!applications.isEmpty()) {
                LOG.info(
                        "The REST interface is at {}://{}:{}{} for {}",
                        tls.isPresent() ? "https" : "http",
                        configuration.getBindHost(),
                        configuration.getBindPort(),
                        RestApi.PATH,
                        applications.keySet());
            }
        }));
    }

    /** What needs no credential must not be read by a page on another name. */
    private static void checkHosts(Router router, AllowedHosts hosts) {
        router.get("/openapi.json").handler(hosts::check);
        router.get("/docs").handler(hosts::check);
        router.get(SoapApi.PATH + "/*").handler(hosts::check);
    }

    @Override
    public void close() {
        if (soap != null) {
            soap.close();
        }
        if (inbox != null) {
            inbox.close();
        }
    }
}

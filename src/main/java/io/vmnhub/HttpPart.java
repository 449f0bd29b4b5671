package io.vmnhub;

import io.vmnhub.config.ApplicationSettings;
import io.vmnhub.northbound.HubFolder;
import io.vmnhub.northbound.inbox.Inbox;
import io.vmnhub.northbound.rest.ApiSettings;
import io.vmnhub.northbound.rest.RestApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;

/**
 * The public HTTP port and what is behind it: the inbox, bound for {@code inbox-sink}, and the REST interface on it. The port is opened when an
 * application may use the interface, or when {@code vmnhub.http.enabled} says so; Camel's {@code platform-http:} listens on it too.
 */
final class HttpPart implements HubPart {

    private Inbox inbox;

    @Override
    public void join(CamelContext context, Surroundings hub) throws Exception {
        context.getRegistry().bind(HubFolder.NAME, Path.class, hub.home().folder());
        inbox = new Inbox(context.getRegistry().lookupByNameAndType("dataSource", DataSource.class),
                Duration.ofDays(hub.properties().number("vmnhub.rest.retention-days", 7)));
        context.getRegistry().bind(Inbox.NAME, Inbox.class, inbox);
        Map<String, ApiSettings> applications = new LinkedHashMap<>();
        hub.config().applications().forEach((name, settings) -> addApi(applications, name, settings));
        boolean wanted = hub.properties().get("vmnhub.http.enabled").map("true"::equalsIgnoreCase).orElse(!applications.isEmpty());
        if (wanted && hub.listening()) {
            open(context, hub.properties(), applications);
        }
    }

    private static void addApi(Map<String, ApiSettings> applications, String name, ApplicationSettings settings) {
        settings.api().ifPresent(api -> applications.put(name, api));
    }

    private void open(CamelContext context, HubProperties properties, Map<String, ApiSettings> applications) throws Exception {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost(properties.get("vmnhub.http.host", "127.0.0.1"));
        configuration.setBindPort(properties.number("vmnhub.http.port", 8080));
        // platform-http: finds its port by this; with a management server beside it, it would look at 8080 otherwise
        context.getRegistry().bind("publicHttp", VertxPlatformHttpServerConfiguration.class, configuration);
        VertxPlatformHttpServer server = new VertxPlatformHttpServer(configuration);
        context.addService(server);
        context.addStartupListener((started, already) -> {
            VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(started,
                    VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getBindPort()));
            new RestApi(server.getVertx(), inbox, applications).mount(router);
        });
    }

    @Override
    public void close() {
        if (inbox != null) {
            inbox.close();
        }
    }
}

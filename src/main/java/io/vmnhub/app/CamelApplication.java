// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.exchange.BlockingSteps;
import io.vmnhub.exchange.ShortMessageSupport;
import io.vmnhub.exchange.SinkPool;
import io.vmnhub.exchange.StepGuard;
import io.vmnhub.reload.ConnectorLoaders;
import io.vmnhub.reload.ConnectorSteps;
import io.vmnhub.reload.HubCamelContext;
import io.vmnhub.reload.HubDirectComponent;
import io.vmnhub.reload.SecretOptions;
import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** How Camel is set up for a hub, whether to run it or to look at its files. Closed when Camel has stopped. */
public final class CamelApplication implements AutoCloseable {

    /** What holds unless {@code config/application.properties} says otherwise. */
    private static final String[][] DEFAULTS = {
        {"camel.main.name", "vmn-hub"},
        {"camel.main.shutdown-timeout", "12"},
        {"camel.main.shutdown-log-inflight-exchanges-on-timeout", "false"},
        {"camel.main.load-statistics-enabled", "false"},
        {"camel.main.use-mdc-logging", "false"},
        {"camel.component.direct.block", "false"},
        {"camel.component.kamelet.block", "false"},
        {"camel.dataformat.jackson.auto-discover-object-mapper", "true"},
        {"camel.health.enabled", "true"},
        {"camel.health.routes-enabled", "true"},
        {"camel.health.exposure-level", "full"},
        {"camel.management.host", "127.0.0.1"},
        {"camel.management.port", "9090"},
        // per-exchange telemetry costs several times what a message costs; the components have counters of their own
        {"camel.metrics.enable-route-policy", "false"},
        {"camel.metrics.enable-exchange-event-notifier", "false"},
        {"camel.metrics.enable-route-event-notifier", "false"},
        {"camel.metrics.enable-message-history", "false"},
    };

    private final HubModule.HubContext hub;
    private final HubHome home;
    private final List<HubModule> parts = Hub.parts();
    private ConnectorLoaders jars;
    private boolean closed;

    public CamelApplication(HubModule.HubContext hub) {
        this.hub = hub;
        this.home = hub.home();
    }

    /** The application with all its routes and servers, not yet started. */
    public Main running() {
        Main main = main(hub.properties().all());
        set(main, "camel.management.", true, "enabled", "health-check-enabled", "metrics-enabled");
        set(main, "camel.metrics.", true, "enabled");
        main.addInitialProperty("camel.main.routes-include-pattern", "file:" + home.routes() + "/**/*.camel.yaml");
        return main;
    }

    /**
     * The application without routes and servers, to be initialized but never started; it asks nothing of the network.
     *
     * @param properties in place of the hub's
     */
    Main dormant(Properties properties) {
        Main main = main(properties);
        set(main, "camel.management.", false, "enabled", "health-check-enabled", "metrics-enabled");
        set(main, "camel.server.", false, "enabled");
        set(main, "camel.metrics.", false, "enabled");
        main.addOverrideProperty("camel.main.routes-include-pattern", "false");
        main.addOverrideProperty("camel.main.auto-configuration-log-summary", "false");
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport starting) {
                starting.getCamelContext().addComponent("ss7-map", new UnstartedSs7MapComponent());
                starting.getCamelContext().setSourceLocationEnabled(true);
            }
        });
        return main;
    }

    private static void set(Main main, String prefix, boolean on, String... switches) {
        for (String name : switches) {
            if (on) {
                main.addInitialProperty(prefix + name, "true");
            } else {
                main.addOverrideProperty(prefix + name, "false");
            }
        }
    }

    private Main main(Properties properties) {
        Main main = new HubMain();
        main.setDefaultPropertyPlaceholderLocation("false");
        for (String[] entry : DEFAULTS) {
            main.addInitialProperty(entry[0], entry[1]);
        }
        main.addInitialProperty("camel.component.kamelet.location", "file:" + home.connectors());
        main.setOverrideProperties(properties);
        main.bind(MicrometerConstants.METRICS_REGISTRY_NAME, hub.metrics());
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterConfigure(BaseMainSupport starting) {
                try {
                    SecretOptions.mask(starting.getCamelContext(), home);
                } catch (IOException e) {
                    throw new UncheckedIOException("the Kamelets cannot be read", e);
                }
            }

            @Override
            public void beforeInitialize(BaseMainSupport starting) {
                CamelContext context = starting.getCamelContext();
                Path lib = home.connectors().resolve("lib");
                jars = hub.listening()
                        ? ConnectorLoaders.of(lib, home.data().resolve("connectors"))
                        : ConnectorLoaders.of(lib);
                ((HubCamelContext) context).use(jars);
                context.addComponent("direct", new HubDirectComponent());
                context.addLifecycleStrategy(new FreePorts(hub.properties()));
                blockingSteps().join(context);
                context.getCamelContextExtension().addInterceptStrategy(new ConnectorSteps()); // in their pools
                context.getCamelContextExtension().addInterceptStrategy(new StepGuard());
                ShortMessageSupport.register(context);
                context.getStreamCachingStrategy().setDenyClasses(ShortMessage.class); // not a stream
                for (HubModule part : parts) {
                    try {
                        part.join(context, hub);
                    } catch (Exception e) {
                        throw RuntimeCamelException.wrapRuntimeException(e);
                    }
                }
            }
        });
        return main;
    }

    private BlockingSteps blockingSteps() {
        HubProperties properties = hub.properties();
        return new BlockingSteps(
                new SinkPool.Limits(
                        properties.number(HubKey.CONNECTORS_THREADS),
                        properties.number(HubKey.CONNECTORS_IN_PROGRESS),
                        Duration.ofMillis(properties.number(HubKey.CONNECTORS_WITHIN_MILLIS))),
                Set.of(properties.text(HubKey.CONNECTORS_ASYNCHRONOUS).strip().split("\\s*,\\s*")));
    }

    /** Closes the parts, the last first. */
    @Override
    public void close() {
        for (int i = parts.size() - 1; i >= 0 && !closed; i--) {
            parts.get(i).close();
        }
        closed = true;
        if (jars != null && !hub.listening()) { // of a hub that runs, something may still end
            closeJars();
        }
    }

    private void closeJars() {
        try {
            jars.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the jars in connectors/lib cannot be closed", e);
        }
    }

    /** Camel's main class with a context whose routes can be replaced. */
    private static final class HubMain extends Main {

        @Override
        protected CamelContext createCamelContext() {
            HubCamelContext context = new HubCamelContext();
            context.getCamelContextExtension().setRegistry(registry);
            context.getGlobalOptions().put("CamelMainClass", Main.class.getName());
            return context;
        }
    }
}

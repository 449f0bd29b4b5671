package io.vmnhub;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vmnhub.component.ss7map.Subscribers;
import io.vmnhub.component.ss7map.Subscribers.Subscriber;
import io.vmnhub.config.ConfigFolder;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.northbound.Northbound;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.ss7.Ss7Exception;
import io.vmnhub.ss7.Ss7Settings;
import io.vmnhub.ss7.Ss7Stack;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One hub: its configuration, its signalling stack and the Camel application around them. */
final class Hub {

    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

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
        // per-exchange telemetry costs several times what a message costs; the doors count for themselves
        {"camel.metrics.enable-route-policy", "false"},
        {"camel.metrics.enable-exchange-event-notifier", "false"},
        {"camel.metrics.enable-route-event-notifier", "false"},
        {"camel.metrics.enable-message-history", "false"},
    };

    private final HubHome home;
    private final HubProperties properties;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Ss7Settings settings;
    private final Ss7Stack stack;
    private final NumberPlan numbers;
    private final ConfigFolder config;
    private final List<HubPart> parts = List.of(
            new DatabasePart(),
            new HttpPart());

    /** @throws Ss7Exception when the signalling stack cannot be built from its settings */
    Hub(HubHome home, HubProperties properties) throws Ss7Exception {
        this.home = home;
        this.properties = properties;
        config = new ConfigFolder(home.config(), properties::get);
        numbers = config.numbers();
        settings = DemoTraffic.isOn(properties) ? DemoTraffic.withSimulator(config.ss7(), properties) : config.ss7();
        stack = new Ss7Stack("hub", settings, new HubEvents(metrics));
        new LinkMetrics(stack).register(metrics, settings);
        Stream.of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics(), new UptimeMetrics())
                .forEach(binder -> binder.bindTo(metrics));
    }

    Ss7Settings settings() {
        return settings;
    }

    Ss7Stack stack() {
        return stack;
    }

    /**
     * The Camel application, not yet started.
     *
     * @param listening whether its servers are to listen; without, it is only good for looking at its routes
     */
    Main main(boolean listening) {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        for (String[] entry : DEFAULTS) {
            main.addInitialProperty(entry[0], entry[1]);
        }
        main.addInitialProperty("camel.management.enabled", String.valueOf(listening));
        main.addInitialProperty("camel.management.health-check-enabled", String.valueOf(listening));
        main.addInitialProperty("camel.management.metrics-enabled", String.valueOf(listening));
        main.addInitialProperty("camel.metrics.enabled", String.valueOf(listening));
        main.addInitialProperty("camel.component.kamelet.location", "file:" + home.connectors());
        main.addInitialProperty("camel.main.routes-include-pattern", "file:" + home.routes() + "/**/*.camel.yaml");
        main.setOverrideProperties(properties.all());
        main.bind(MicrometerConstants.METRICS_REGISTRY_NAME, metrics);
        main.bind("signallingStack", stack);
        main.bind("subscribers", (Subscribers) imsi ->
                numbers.byImsi(imsi).map(vmn -> new Subscriber(vmn.msisdn(), vmn.application())));
        main.bind("homeLocationRegister", new HlrProcessor(new HomeLocationRegister(numbers, settings.mscGlobalTitle())));
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport starting) {
                CamelContext context = starting.getCamelContext();
                context.setApplicationContextClassLoader(extraJars());
                Northbound.register(context);
                HubPart.Surroundings surroundings = new HubPart.Surroundings(home, properties, config, settings, numbers, metrics, listening);
                for (HubPart part : parts) {
                    try {
                        part.join(context, surroundings);
                    } catch (Exception e) {
                        throw RuntimeCamelException.wrapRuntimeException(e);
                    }
                }
            }

            @Override
            public void afterStop(BaseMainSupport stopped) {
                for (int i = parts.size() - 1; i >= 0; i--) {
                    parts.get(i).close();
                }
            }

            @Override
            public void afterConfigure(BaseMainSupport starting) {
                HealthCheckRegistry checks = HealthCheckRegistry.get(starting.getCamelContext());
                if (checks != null) {
                    checks.register(new SignallingHealthCheck(stack));
                }
            }
        });
        return main;
    }

    /** Runs until the process is told to stop. @return the exit status */
    int run() throws Exception {
        Main main = main(true);
        try (JvmGcMetrics garbageCollection = new JvmGcMetrics(); DemoTraffic demo = new DemoTraffic(settings, properties)) {
            garbageCollection.bindTo(metrics);
            main.addMainListener(new MainListenerSupport() {
                @Override
                public void afterStart(BaseMainSupport started) {
                    announce(started.getCamelContext());
                }
            });
            main.addMainListener(demo);
            main.run();
            return main.getExitCode();
        }
    }

    private void announce(CamelContext context) {
        for (Ss7Settings.Association link : settings.associations()) {
            boolean listens = link.side() == Ss7Settings.Side.SERVER;
            LOG.info("Association {}: {} M3UA over {} at {}:{}", link.name(), listens ? "listens for" : "connects with", link.protocol(),
                    listens ? link.localAddresses() : link.peerAddresses(), listens ? link.localPort() : link.peerPort());
        }
        LOG.info("VMN Hub runs with profile {} from {}: {} routes, {} number ranges; health and metrics at http://{}:{}/observe/health and "
                + "/observe/metrics", properties.profile(), home.folder(), context.getRoutesSize(), numbers.ranges().size(),
                property(context, "camel.management.host"), property(context, "camel.management.port"));
    }

    private static String property(CamelContext context, String key) {
        return context.getPropertiesComponent().resolveProperty(key).orElse("?");
    }

    private ClassLoader extraJars() {
        Path folder = home.connectors().resolve("lib");
        if (!Files.isDirectory(folder)) {
            return Hub.class.getClassLoader();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<URL> jars = files.filter(file -> file.toString().endsWith(".jar")).map(Path::toFile).map(Hub::url).toList();
            return new URLClassLoader(jars.toArray(URL[]::new), Hub.class.getClassLoader());
        } catch (IOException e) {
            throw new IllegalStateException("the jars in " + folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private static URL url(File file) {
        try {
            return file.toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(file + " is no jar that can be loaded", e);
        }
    }
}

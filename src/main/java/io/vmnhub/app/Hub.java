// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vmnhub.cluster.Cluster;
import io.vmnhub.config.ConfigFolder;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.config.LiveFiles;
import io.vmnhub.config.LiveProperties;
import io.vmnhub.management.LinkHistory;
import io.vmnhub.management.NodeDrain;
import io.vmnhub.management.SignallingHealthCheck;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.reload.HomeCheck;
import io.vmnhub.reload.ReloadService;
import io.vmnhub.ss7.Ss7Exception;
import io.vmnhub.ss7.Ss7Stack;
import io.vmnhub.ss7.api.Ss7Settings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** One hub: its configuration, its signalling stack and the Camel application around them. */
public final class Hub {

    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

    private final HubHome home;
    private final HubProperties properties;
    private final HomeCheck check;
    private final LiveProperties live;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LinkHistory history = new LinkHistory(new SignallingEventLog(metrics));
    private final Ss7Settings settings;
    private final Ss7Stack stack;
    private final NumberPlan numbers;
    private final ConfigFolder config;
    private CamelApplication application;

    /** @throws Ss7Exception when the signalling stack cannot be built from its settings */
    public Hub(HubHome home, HubProperties properties) throws Ss7Exception {
        this(home, properties, HomeCheck.NONE);
    }

    /**
     * @param check what changed files must pass to be taken
     * @throws Ss7Exception when the signalling stack cannot be built from its settings
     */
    public Hub(HubHome home, HubProperties properties, HomeCheck check) throws Ss7Exception {
        this.home = home;
        this.properties = properties;
        this.check = check;
        live = new LiveProperties(properties);
        config = new ConfigFolder(home.config(), live::get);
        numbers = config.numbers();
        settings = DemoTraffic.settings(config, properties);
        stack = new Ss7Stack("hub", settings, history);
        Stream.of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics(), new UptimeMetrics())
                .forEach(binder -> binder.bindTo(metrics));
    }

    /** The features of a hub, new ones with each call. */
    static List<HubModule> parts() {
        return List.of(
                new CertificatesModule(),
                new HttpPortsModule(),
                new FilesModule(),
                new DatabaseModule(),
                new ClusterModule(),
                new SignallingModule(),
                new NumbersModule(),
                new RecordsModule(),
                new TracingModule(),
                new ScreeningModule(),
                new StoreModule(),
                new MessagesModule(),
                new WebhookModule(),
                new SmppModule(),
                new HlrModule(),
                new HttpModule(),
                new LoggingModule(),
                new ReloadModule(),
                new ManagementModule());
    }

    Ss7Settings settings() {
        return settings;
    }

    public Ss7Stack stack() {
        return stack;
    }

    /** The Camel application, not yet started. */
    public Main main() {
        application = new CamelApplication(
                new HubModule.HubContext(home, properties, config, settings, numbers, metrics, new LiveFiles(), true));
        Main main = application.running();
        main.bind("homeCheck", check);
        main.bind("liveProperties", live);
        main.bind("signallingStack", stack);
        main.bind("linkHistory", history);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStop(BaseMainSupport stopped) {
                application.close();
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

    /**
     * Runs until the process is told to stop.
     *
     * @return the exit status
     */
    public int run() throws Exception {
        return run(main(), () -> {});
    }

    /**
     * Runs until the built-in SMSC simulator has an answer to its first message.
     *
     * @param within how long it waits for that once it runs
     * @return the exit status
     */
    public int runForOneMessage(Duration within) throws Exception {
        Main main = main();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            main.addMainListener(new MainListenerSupport() {
                @Override
                public void afterStart(BaseMainSupport started) {
                    clock.schedule(main::completed, within.toMillis(), TimeUnit.MILLISECONDS);
                }
            });
            return run(main, main::completed);
        } finally {
            clock.shutdownNow();
        }
    }

    private int run(Main main, Runnable simulated) throws Exception {
        ServiceNotification service = new ServiceNotification(System.getenv("NOTIFY_SOCKET"));
        try (JvmGcMetrics garbageCollection = new JvmGcMetrics();
                DemoTraffic demo = new DemoTraffic(settings, properties, simulated)) {
            garbageCollection.bindTo(metrics);
            main.addMainListener(new MainListenerSupport() {
                @Override
                public void afterStart(BaseMainSupport started) {
                    announce(started.getCamelContext());
                    service.ready();
                }

                @Override
                public void beforeStop(BaseMainSupport stopping) {
                    service.stopping();
                }
            });
            main.addMainListener(demo);
            stopOnSignals(main);
            Signal.handle(new Signal("HUP"), received -> reload(main));
            main.run();
            return main.getExitCode();
        } catch (Exception e) { // the start has failed: what was begun is given back
            main.shutdown();
            application.close();
            throw e;
        }
    }

    /**
     * A hub that was told to stop and has answered everything ends with status 0; a JVM's own hooks would make it 143.
     */
    private static void stopOnSignals(Main main) {
        for (String signal : List.of("TERM", "INT")) {
            Signal.handle(new Signal(signal), received -> {
                leaveFarm(main.getCamelContext());
                main.completed();
            });
        }
    }

    /** Before a node refuses messages the others stop sending SMSCs to it. */
    private static void leaveFarm(CamelContext context) {
        Cluster cluster = context == null ? null : context.getRegistry().findSingleByType(Cluster.class);
        if (cluster != null && cluster.members().size() > 1) {
            NodeDrain.announce(cluster);
            LockSupport.parkNanos(NodeDrain.AFTER_QUERY.toNanos());
        }
    }

    private static void reload(Main main) {
        ReloadService reload = main.getCamelContext().getRegistry().findSingleByType(ReloadService.class);
        if (reload != null) {
            reload.reload(false).exceptionally(failure -> {
                LOG.error("Changed files cannot be taken: {}", failure.getMessage());
                return null;
            });
        }
    }

    private void announce(CamelContext context) {
        for (Ss7Settings.Association link : settings.associations()) {
            boolean listens = link.side() == Ss7Settings.Side.SERVER;
            LOG.info(
                    "Association {}: {} M3UA over {} at {}:{}",
                    link.name(),
                    listens ? "listens for" : "connects with",
                    link.protocol(),
                    listens ? link.localAddresses() : link.peerAddresses(),
                    listens ? link.localPort() : link.peerPort());
        }
        LOG.info(
                "VMN Hub runs with profile {} from {}: {} routes, {} numbers; {}",
                properties.profile(),
                home.folder(),
                context.getRoutesSize(),
                numbers.size(),
                management(context));
        String console = context.getRegistry().lookupByNameAndType(ManagementModule.CONSOLE, String.class);
        if (console != null) {
            LOG.info("The console is at {}", console);
        }
    }

    private String management(CamelContext context) {
        ManagementHttpServer server = context.hasService(ManagementHttpServer.class);
        if (server == null) {
            return "health and metrics are not served: camel.management.enabled is false";
        }
        if (server.getRouter() == null
                || server.getRouter().getServer().getServer().actualPort() <= 0) {
            return "health and metrics are not served: nothing listens at " + server.getHost() + ":" + server.getPort();
        }
        String scheme = properties.text(HubKey.MANAGEMENT_TLS_CERTIFICATE).isBlank() ? "http" : "https";
        return "health and metrics at " + scheme + "://" + server.getHost() + ":" + server.getPort()
                + "/observe/health and /observe/metrics";
    }
}

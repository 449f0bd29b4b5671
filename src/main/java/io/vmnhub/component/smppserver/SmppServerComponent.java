// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.vmnhub.smpp.SmppSettings;
import io.vmnhub.tls.CertificateWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.StartupListener;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * The {@code smpp-server} component. It owns the SMPP server: sessions stay bound while routes come and go. Its ports
 * open when the context has started; sessions are unbound when all routes have stopped.
 */
@Component("smpp-server")
public class SmppServerComponent extends DefaultComponent {

    @Metadata(label = "advanced", description = "Accounts and ports; without, those in the registry.")
    private SmppSettings settings;

    @Metadata(label = "advanced", description = "Where the component's metrics go; without, the one in the registry.")
    private MeterRegistry meterRegistry;

    @Metadata(defaultValue = "4", description = "Threads that end messages and run what follows in their routes.")
    private int completionThreads = 4;

    @Metadata(
            label = "security",
            description = "The file that keeps the addresses that accounts have bound from; without, they are "
                    + "forgotten with the process.")
    private String knownAddresses;

    private boolean accountsUnknown;
    private final AtomicBoolean listening = new AtomicBoolean();
    private SmppServer server;

    public SmppServerComponent() {}

    public SmppServerComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (!accountsUnknown && !getServer().hasAccount(remaining)) {
            throw new IllegalArgumentException("there is no SMPP account '" + remaining + "' in config/smpp.yaml: "
                    + (getServer().accounts().isEmpty()
                            ? "it has none"
                            : "it has " + String.join(", ", getServer().accounts())));
        }
        SmppServerEndpoint endpoint = new SmppServerEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        settings = settings != null ? settings : getCamelContext().getRegistry().findSingleByType(SmppSettings.class);
        if (settings == null) {
            settings = SmppSettings.NONE;
        }
        meterRegistry = meterRegistry != null
                ? meterRegistry
                : getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
        if (meterRegistry == null) {
            meterRegistry = Metrics.globalRegistry;
        }
        getCamelContext().addStartupListener(new ListenerStarter());
    }

    /**
     * A listener, because Camel ignores what a life cycle strategy throws, and a hub that cannot listen must not seem
     * to run.
     */
    private final class ListenerStarter implements StartupListener {

        @Override
        public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
            if (alreadyStarted) {
                listen();
            }
        }

        @Override
        public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
            listen();
        }
    }

    /** Once: Camel tells its listeners again whenever a route joins the running context. */
    private void listen() {
        if (!listening.compareAndSet(false, true)) {
            return;
        }
        try {
            getServer().start();
        } catch (IOException e) {
            throw new RuntimeCamelException(e.getMessage(), e);
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (server != null) {
            server.stop();
        }
    }

    /** The server: its sessions, and how to change its settings. */
    public synchronized SmppServer getServer() {
        if (server == null) {
            server = new SmppServer(
                    settings,
                    meterRegistry,
                    certificates(),
                    completionThreads,
                    Optional.ofNullable(knownAddresses).map(Path::of));
        }
        return server;
    }

    private CertificateWatch certificates() {
        CertificateWatch bound = getCamelContext().getRegistry().findSingleByType(CertificateWatch.class);
        return bound == null ? new CertificateWatch(meterRegistry) : bound;
    }

    public SmppSettings getSettings() {
        return settings;
    }

    public void setSettings(SmppSettings settings) {
        this.settings = settings;
    }

    /** The accounts could not be read, which has been told: no route is wrong for naming one of them. */
    public void takeAnyAccount() {
        accountsUnknown = true;
    }

    public MeterRegistry getMeterRegistry() {
        return meterRegistry;
    }

    public void setMeterRegistry(MeterRegistry meterRegistry) {
        this.meterRegistry = meterRegistry;
    }

    public String getKnownAddresses() {
        return knownAddresses;
    }

    public void setKnownAddresses(String knownAddresses) {
        this.knownAddresses = knownAddresses;
    }

    public int getCompletionThreads() {
        return completionThreads;
    }

    public void setCompletionThreads(int completionThreads) {
        this.completionThreads = completionThreads;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppclient;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vmnhub.component.smppserver.DeliveryPolicy.Encoding;
import io.vmnhub.component.smppserver.SmppTransport;
import io.vmnhub.tls.CertificateWatch;
import io.vmnhub.tls.TlsContext;
import io.vmnhub.tls.TlsFiles;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.smpp.SmppComponent;
import org.apache.camel.component.smpp.SmppConfiguration;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;

/**
 * The {@code smpp-client} component: Camel's {@code smpp} with a producer that keeps no thread waiting for a response.
 * Its endpoints bind when the first route that uses them starts, and unbind with the last.
 */
@Component("smpp-client")
public class SmppClientComponent extends SmppComponent {

    private static final int TICK_MILLIS = 10;
    private static final long CONNECT_PATIENCE_MILLIS = 1_000;

    @Metadata(label = "advanced", description = "Where the component's metrics go; without, the one in the registry.")
    private MeterRegistry meterRegistry;

    @Metadata(defaultValue = "4", description = "Threads that end messages and run what follows in their routes.")
    private int completionThreads = 4;

    private final Map<SmscLink, CertificateWatch.Use> links = new ConcurrentHashMap<>();
    private CertificateWatch certificates;
    private HashedWheelTimer timer;
    private SmppTransport transport;
    private ExecutorService threads;
    private ExecutorService completions;

    public SmppClientComponent() {}

    public SmppClientComponent(CamelContext context) {
        super(context);
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // as the method of Camel's that it overrides
    protected Endpoint createEndpoint(String uri, String remaining, Map parameters) throws Exception {
        SmppConfiguration configuration = getConfiguration() == null
                ? new SmppConfiguration()
                : getConfiguration().copy();
        configuration.configureFromURI(new URI(uri));
        SmppClientEndpoint endpoint = new SmppClientEndpoint(uri, this, configuration);
        setProperties(endpoint, parameters);
        endpoint.validate();
        return endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        meterRegistry = meterRegistry != null
                ? meterRegistry
                : getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
        if (meterRegistry == null) {
            meterRegistry = Metrics.globalRegistry;
        }
        CertificateWatch bound = getCamelContext().getRegistry().findSingleByType(CertificateWatch.class);
        certificates = bound == null ? new CertificateWatch(meterRegistry) : bound;
        timer = new HashedWheelTimer(
                new DefaultThreadFactory("smpp-client-deadlines", true), TICK_MILLIS, TimeUnit.MILLISECONDS);
        transport = new SmppTransport("smpp-client-io");
        threads = Executors.newCachedThreadPool(new DefaultThreadFactory("smpp-client", true));
        completions =
                Executors.newFixedThreadPool(completionThreads, new DefaultThreadFactory("smpp-client-done", true));
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (threads == null) {
            return; // it has never started
        }
        List.copyOf(links.keySet()).forEach(this::unlink);
        threads.shutdownNow();
        threads.awaitTermination(CONNECT_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        transport.close();
        completions.shutdown();
        timer.stop();
    }

    /** A link that binds from now on. */
    SmscLink link(SmscPartner partner, Encoding encoding) {
        SmscLink link = new SmscLink(partner, encoding, timer, transport, threads, this::complete, meterRegistry);
        TlsFiles files = partner.tls().map(PartnerTls::files).orElse(TlsFiles.NONE);
        links.put(
                link,
                certificates.watch(
                        "SMPP to " + partner.host() + ":" + partner.port(), files, () -> new TlsContext(files)));
        link.open();
        return link;
    }

    void unlink(SmscLink link) {
        CertificateWatch.Use use = links.remove(link);
        if (use != null) {
            use.close();
            link.close();
        }
    }

    /** A message that ends after the component has stopped ends all the same. */
    private void complete(Runnable end) {
        try {
            completions.execute(end);
        } catch (RejectedExecutionException e) {
            end.run();
        }
    }

    /** The partners that routes send to, {@code systemId@host:port}, and whether the hub is bound to each. */
    public Map<String, Boolean> partners() {
        Map<String, Boolean> partners = new TreeMap<>();
        links.keySet().forEach(link -> partners.merge(link.name(), link.isBound(), Boolean::logicalAnd));
        return partners;
    }

    public MeterRegistry getMeterRegistry() {
        return meterRegistry;
    }

    public void setMeterRegistry(MeterRegistry meterRegistry) {
        this.meterRegistry = meterRegistry;
    }

    public int getCompletionThreads() {
        return completionThreads;
    }

    public void setCompletionThreads(int completionThreads) {
        this.completionThreads = completionThreads;
    }
}

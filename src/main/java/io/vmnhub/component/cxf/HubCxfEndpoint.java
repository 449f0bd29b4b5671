// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.cxf;

import io.vmnhub.component.parlayx.SoapTarget;
import io.vmnhub.http.ApplicationPort;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.cxf.jaxws.ChainedCxfConfigurer;
import org.apache.camel.component.cxf.jaxws.CxfConfigurer;
import org.apache.camel.component.cxf.jaxws.CxfEndpoint;
import org.apache.camel.support.SynchronousDelegateProducer;
import org.apache.cxf.frontend.ClientFactoryBean;
import org.apache.cxf.frontend.ServerFactoryBean;
import org.apache.cxf.logging.FaultListener;
import org.apache.cxf.logging.NoOpFaultListener;

/**
 * One address of SOAP. As a caller it calls as {@code parlayx-sink} does, by a {@link SoapTarget} of its own, unless
 * the endpoint has a {@code cxfConfigurer}, or an option that only CXF's own HTTP client knows:
 * {@code sslContextParameters}, {@code hostnameVerifier}, {@code cookieHandler}, {@code mtomEnabled}. The address
 * stands in the hub's own files, so that private ones may be called.
 */
final class HubCxfEndpoint extends CxfEndpoint {

    private final HubCxfComponent component;
    private SoapTarget target;

    HubCxfEndpoint(String address, HubCxfComponent component) {
        super(address, component);
        this.component = component;
    }

    @Override
    public Producer createProducer() throws Exception {
        Producer producer = new HubCxfProducer(this);
        return isSynchronous() ? new SynchronousDelegateProducer(producer) : producer;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (!getAddress().startsWith("/")) {
            throw new IllegalArgumentException("cxf:" + getAddress()
                    + ": a service listens on the hub's HTTP port; its address is a path there, as cxf:/tickets");
        }
        ApplicationPort port = getCamelContext().getRegistry().findSingleByType(ApplicationPort.class);
        if (port != null) { // there is none where routes are only looked at
            port.open();
        }
        return super.createConsumer(processor);
    }

    @Override
    public CxfConfigurer getChainedCxfConfigurer() {
        CxfConfigurer own = super.getChainedCxfConfigurer();
        boolean onlyCxf = getCxfConfigurer() != null
                || getSslContextParameters() != null
                || getHostnameVerifier() != null
                || getCookieHandler() != null
                || isMtomEnabled()
                || !getAddress().startsWith("http");
        return onlyCxf ? own : ChainedCxfConfigurer.create(own, target());
    }

    @Override
    protected void setupClientFactoryBean(ClientFactoryBean factory, Class<?> serviceClass) {
        super.setupClientFactoryBean(factory, serviceClass);
        target().configure(factory);
    }

    @Override
    protected void setupServerFactoryBean(ServerFactoryBean factory, Class<?> serviceClass) {
        super.setupServerFactoryBean(factory, serviceClass);
        target().configure(factory);
        // refusals are answers, not events for the log
        factory.getBus().setProperty(FaultListener.class.getName(), new NoOpFaultListener());
        factory.setDestinationFactory(new HttpPortDestinations(getCamelContext(), component.workers()));
    }

    private SoapTarget target() {
        if (target == null) {
            target = new SoapTarget();
            target.setCamelContext(getCamelContext());
            target.setAllowPrivateTargets(true);
            if (getUsername() != null) {
                target.setUsername(getUsername());
                target.setPassword(getPassword());
            }
        }
        return target;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.cxf;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.cxf.jaxws.CxfComponent;
import org.apache.camel.component.cxf.jaxws.CxfComponentConfigurer;
import org.apache.camel.component.cxf.jaxws.CxfEndpoint;
import org.apache.camel.component.cxf.jaxws.CxfEndpointConfigurer;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.util.concurrent.CamelThreadFactory;

/**
 * The {@code cxf} component of the hub: camel-cxf with all its options, over the hub's HTTP client and server. Calls
 * let no thread wait and end within the time of the SMSC; a service ({@code from: cxf:/path}) listens on the hub's HTTP
 * port, with its TLS.
 */
public final class HubCxfComponent extends CxfComponent {

    private static final int THREADS = 4;
    private static final int MOST_WAITING = 500;

    private ThreadPoolExecutor workers;

    @Override
    protected CxfEndpoint createCxfEndpoint(String address) {
        return new HubCxfEndpoint(address, this);
    }

    /** The threads that read requests and write answers of services; they refuse what is too much. */
    Executor workers() {
        return workers;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        workers = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(MOST_WAITING),
                new CamelThreadFactory(
                        getCamelContext().getExecutorServiceManager().getThreadNamePattern(), "cxf", true));
        workers.allowCoreThreadTimeOut(true);
    }

    @Override
    protected void doStop() throws Exception {
        if (workers != null) { // the hub was only looked at
            workers.shutdown();
        }
        super.doStop();
    }

    /** By Camel's annotation a subclass would have none, and nested options would not be found. */
    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return new CxfEndpointConfigurer();
    }

    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return new CxfComponentConfigurer();
    }
}

package io.vmnhub.northbound.soap;

import io.vmnhub.northbound.HubFolder;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.cxf.jaxws.CxfConfigurer;
import org.apache.camel.component.vertx.http.VertxHttpComponent;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.frontend.AbstractWSDLBasedEndpointFactory;

/**
 * Gives an endpoint {@code cxf:…?cxfConfigurer=#name} what {@code parlayx-sink} has: calls that no thread waits for, deadlines, bounds, a
 * circuit, checked addresses, credentials. A bean in a route file; several endpoints may share it.
 */
public final class SoapTarget extends CallSettings implements CxfConfigurer, CamelContextAware {

    private CamelContext camelContext;

    @Override
    public void configure(AbstractWSDLBasedEndpointFactory factory) {
        // everything is done on the client
    }

    @Override
    public void configureClient(Client client) {
        connect(client, camelContext.getComponent("vertx-http", VertxHttpComponent.class).getVertx(),
                client.getEndpoint().getEndpointInfo().getAddress(), name -> HubFolder.resolve(camelContext, name));
    }

    /** @throws IllegalArgumentException because this is for calls */
    @Override
    public void configureServer(Server server) {
        throw new IllegalArgumentException("SOAP: a " + getClass().getSimpleName() + " is for calls to a service");
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}

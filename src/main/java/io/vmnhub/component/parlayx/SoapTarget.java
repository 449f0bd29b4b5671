// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import io.vmnhub.exchange.HubFolder;
import io.vmnhub.http.ErrorTable;
import io.vmnhub.http.PostContext;
import io.vmnhub.http.TargetKind;
import java.nio.file.Files;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.cxf.jaxws.CxfConfigurer;
import org.apache.cxf.endpoint.Client;
import org.apache.cxf.endpoint.Server;
import org.apache.cxf.frontend.AbstractWSDLBasedEndpointFactory;

/**
 * Gives an endpoint {@code cxf:…?cxfConfigurer=#name} what {@code parlayx-sink} has: calls that no thread waits for,
 * deadlines, bounds, a circuit, checked addresses, credentials. A bean in a route file; several endpoints may share it.
 */
public final class SoapTarget extends CallSettings implements CxfConfigurer, CamelContextAware {

    /** Of a CXF message, a {@link Duration}: what is left of the time in which the SMSC is to be answered. */
    public static final String TIME_LEFT = SoapTarget.class.getName() + ".timeLeft";

    /** What the answer to the SMSC itself takes of it. */
    public static final Duration TO_ANSWER = Duration.ofMillis(25);

    private CamelContext camelContext;

    /** A WSDL is looked for in the hub's folder first. */
    @Override
    public void configure(AbstractWSDLBasedEndpointFactory factory) {
        String wsdl = factory.getWsdlURL();
        if (wsdl != null && wsdl.indexOf(':') < 0 && Files.exists(HubFolder.resolve(camelContext, wsdl))) {
            factory.setWsdlURL(HubFolder.resolve(camelContext, wsdl).toUri().toString());
        }
    }

    @Override
    public void configureClient(Client client) {
        connect(
                client,
                PostContext.of(camelContext),
                new SmsNotificationSender.Service(
                        client.getEndpoint().getEndpointInfo().getAddress(),
                        TargetKind.SOAP,
                        "",
                        SoapVersion.V1_1,
                        ErrorTable.none()),
                name -> HubFolder.resolve(camelContext, name));
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

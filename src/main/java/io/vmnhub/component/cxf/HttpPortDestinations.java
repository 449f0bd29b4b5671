// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.cxf;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.camel.CamelContext;
import org.apache.cxf.Bus;
import org.apache.cxf.service.model.EndpointInfo;
import org.apache.cxf.transport.Destination;
import org.apache.cxf.transport.DestinationFactory;

/** Gives CXF's services their places on the hub's HTTP port. */
record HttpPortDestinations(CamelContext context, Executor workers) implements DestinationFactory {

    @Override
    public Destination getDestination(EndpointInfo endpoint, Bus bus) {
        return new HttpPortDestination(context, bus, endpoint, workers);
    }

    @Override
    public Set<String> getUriPrefixes() {
        return Set.of("/");
    }

    @Override
    public List<String> getTransportIds() {
        return List.of();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.ss7.MapOperation;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Receive short messages and routing requests from the SS7 network as an MSC and HLR, and open MAP dialogues of the
 * hub's own.
 */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = "ss7-map",
        title = "SS7 MAP",
        syntax = "ss7-map:operation",
        category = {Category.MESSAGING},
        headersClass = Ss7MapConstants.class)
public class Ss7MapEndpoint extends DefaultEndpoint {

    @UriPath(enums = "sendRoutingInfoForSM,mt-forwardSM,reportSM-DeliveryStatus,alertServiceCentre")
    @Metadata(required = true, description = "The MAP operation, by its name in TS 29.002.")
    private final String operation;

    @UriParam
    private final Ss7MapConfiguration configuration;

    private final MapOperation mapOperation;

    public Ss7MapEndpoint(
            String uri, Ss7MapComponent component, MapOperation operation, Ss7MapConfiguration configuration) {
        super(uri, component);
        this.mapOperation = operation;
        this.operation = operation.operationName();
        this.configuration = configuration;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Ss7MapConsumer consumer = new Ss7MapConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new Ss7MapProducer(this);
    }

    @Override
    public Ss7MapComponent getComponent() {
        return (Ss7MapComponent) super.getComponent();
    }

    public String getOperation() {
        return operation;
    }

    public MapOperation getMapOperation() {
        return mapOperation;
    }

    public Ss7MapConfiguration getConfiguration() {
        return configuration;
    }
}

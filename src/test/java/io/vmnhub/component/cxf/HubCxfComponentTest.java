// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.cxf;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class HubCxfComponentTest {

    private static HubCxfComponent component(CamelContext context) {
        HubCxfComponent component = new HubCxfComponent();
        component.setCamelContext(context);
        return component;
    }

    @Test
    void whatWasNeverStartedStops() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            HubCxfComponent component = component(context);
            component.init();
            assertThatCode(component::stop).doesNotThrowAnyException();
            assertThatCode(component::shutdown).doesNotThrowAnyException();
        }
    }

    @Test
    void aServiceIsAPathAtTheHubsPort() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.addComponent("cxf", component(context));
            assertThatThrownBy(() -> context.getEndpoint("cxf:http://0.0.0.0:9000/tickets?dataFormat=PAYLOAD")
                            .createConsumer(exchange -> {}))
                    .hasMessageContaining("its address is a path there, as cxf:/tickets");
        }
    }
}

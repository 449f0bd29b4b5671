// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code store} component: keeps messages for an application, and delivers what it has kept. */
@Component("store")
public class StoreComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        StoreEndpoint endpoint = new StoreEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}

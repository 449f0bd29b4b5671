// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import io.vmnhub.http.TargetPath;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code sms-webhook} component: posts messages to HTTP servers that confirm them. */
@Component("sms-webhook")
public class WebhookComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        String target = TargetPath.of(uri);
        WebhookEndpoint endpoint = new WebhookEndpoint(uri, this, target);
        setProperties(endpoint, parameters);
        if (endpoint.getConfiguration().getUrl().isEmpty()) {
            endpoint.getConfiguration().setUrl(target);
        }
        return endpoint;
    }

    /** Wrong options keep the route from starting. */
    @Override
    protected void afterConfiguration(String uri, String remaining, Endpoint endpoint, Map<String, Object> parameters)
            throws Exception {
        ((WebhookEndpoint) endpoint).validate();
    }
}

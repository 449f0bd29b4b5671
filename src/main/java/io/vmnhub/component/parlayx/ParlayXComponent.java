// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import io.vmnhub.http.TargetPath;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code parlayx} component: tells applications of messages over SOAP, by Parlay X 2.2. */
@Component("parlayx")
public class ParlayXComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        String target = TargetPath.of(uri);
        ParlayXEndpoint endpoint = new ParlayXEndpoint(uri, this, target);
        setProperties(endpoint, parameters);
        if (endpoint.getConfiguration().getUrl().isEmpty()) {
            endpoint.getConfiguration().setUrl(target);
        }
        return endpoint;
    }

    /** Wrong options keep the route from starting. */
    @Override
    protected void afterConfiguration(String uri, String remaining, Endpoint endpoint, Map<String, Object> parameters) {
        ((ParlayXEndpoint) endpoint).validate();
    }
}

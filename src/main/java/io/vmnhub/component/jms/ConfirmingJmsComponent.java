// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConfiguration;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.QueueBrowseStrategy;

/**
 * The {@code jms} component of the hub: camel-jms with all its options, whose producers let no thread wait for the
 * broker. Without a connection factory of its own an endpoint uses the hub's broker.
 *
 * <p>An exchange of pattern InOnly ends when the broker has confirmed the message, by JMS 2's
 * {@code CompletionListener}. InOut, transacted and synchronous endpoints, temporary destinations and consumers are
 * camel-jms's own.
 */
public final class ConfirmingJmsComponent extends JmsComponent {

    private final SharedSenders senders;

    /** @param senders what all producers of the component send by; its broker is the default */
    public ConfirmingJmsComponent(SharedSenders senders) {
        this.senders = senders;
        setConnectionFactory(senders.hubConnections());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        JmsEndpoint endpoint = (JmsEndpoint) super.createEndpoint(uri, remaining, parameters);
        endpoint.setBinding(new ShortMessageJmsBinding(endpoint));
        AnyCaseHeaderFilter.addTo(endpoint);
        return endpoint;
    }

    @Override
    protected JmsConfiguration createConfiguration() {
        return new ConfirmingConfiguration();
    }

    @Override
    protected JmsEndpoint createQueueEndpoint(
            String uri,
            JmsComponent component,
            String subject,
            JmsConfiguration configuration,
            QueueBrowseStrategy browse) {
        return new ConfirmingQueueEndpoint(uri, component, subject, configuration, browse, senders);
    }

    @Override
    protected JmsEndpoint createTopicEndpoint(
            String uri, JmsComponent component, String subject, JmsConfiguration configuration) {
        return new ConfirmingTopicEndpoint(uri, component, subject, configuration, senders);
    }
}

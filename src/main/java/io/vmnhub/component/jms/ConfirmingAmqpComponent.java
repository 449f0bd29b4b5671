// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.amqp.AMQPComponent;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConfiguration;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.QueueBrowseStrategy;

/**
 * The {@code amqp} component of the hub: camel-amqp with all its options, whose producers let no thread wait for the
 * broker, as those of {@link ConfirmingJmsComponent}. Its own options ({@code brokerUrl}, {@code host}, …) lead to an
 * AMQP 1.0 broker elsewhere; without them an endpoint uses the hub's broker.
 */
public final class ConfirmingAmqpComponent extends AMQPComponent {

    private final SharedSenders senders;

    /** @param senders what all producers of the component send by; its broker is the default */
    public ConfirmingAmqpComponent(SharedSenders senders) {
        this.senders = senders;
        setConnectionFactory(senders.hubConnections());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        JmsEndpoint endpoint = (JmsEndpoint) super.createEndpoint(uri, remaining, parameters);
        endpoint.setBinding(new ShortMessageAmqpBinding(endpoint));
        AnyCaseHeaderFilter.addTo(endpoint);
        return endpoint;
    }

    @Override
    protected JmsConfiguration createConfiguration() {
        return new ConfirmingAmqpConfiguration();
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

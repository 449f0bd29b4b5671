// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import jakarta.jms.ConnectionFactory;
import org.apache.camel.component.amqp.AMQPConfiguration;

/** camel-amqp's configuration, with templates that can send asynchronously. */
public final class ConfirmingAmqpConfiguration extends AMQPConfiguration {

    @Override
    protected CamelJmsTemplate createCamelJmsTemplate(ConnectionFactory connectionFactory) {
        return new ConfirmingTemplate(this, connectionFactory);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import jakarta.jms.ConnectionFactory;
import org.apache.camel.component.jms.JmsConfiguration;

/** camel-jms's configuration, with templates that can send asynchronously. */
public final class ConfirmingConfiguration extends JmsConfiguration {

    @Override
    protected CamelJmsTemplate createCamelJmsTemplate(ConnectionFactory connectionFactory) {
        return new ConfirmingTemplate(this, connectionFactory);
    }
}

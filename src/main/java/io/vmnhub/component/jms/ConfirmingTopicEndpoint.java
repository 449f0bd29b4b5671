// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConfiguration;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.component.jms.JmsEndpoint;

/** camel-jms's endpoint of a topic, with a producer that confirms asynchronously wherever that is possible. */
final class ConfirmingTopicEndpoint extends JmsEndpoint {

    private final SharedSenders senders;

    ConfirmingTopicEndpoint(
            String uri, JmsComponent component, String topic, JmsConfiguration configuration, SharedSenders senders) {
        super(uri, component, topic, true, configuration);
        this.senders = senders;
    }

    @Override
    public JmsConsumer createConsumer(Processor processor) throws Exception {
        senders.makeDestination(this);
        return super.createConsumer(processor);
    }

    @Override
    public Producer createProducer() throws Exception {
        senders.makeDestination(this);
        return ConfirmingProducer.suits(this) ? new ConfirmingProducer(this, senders) : super.createProducer();
    }
}

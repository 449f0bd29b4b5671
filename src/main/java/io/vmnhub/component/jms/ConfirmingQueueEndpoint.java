// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsConfiguration;
import org.apache.camel.component.jms.JmsConsumer;
import org.apache.camel.component.jms.JmsQueueEndpoint;
import org.apache.camel.component.jms.QueueBrowseStrategy;

/** camel-jms's endpoint of a queue, with a producer that confirms asynchronously wherever that is possible. */
final class ConfirmingQueueEndpoint extends JmsQueueEndpoint {

    private final SharedSenders senders;

    ConfirmingQueueEndpoint(
            String uri,
            JmsComponent component,
            String queue,
            JmsConfiguration configuration,
            QueueBrowseStrategy browse,
            SharedSenders senders) {
        super(uri, component, queue, configuration, browse);
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

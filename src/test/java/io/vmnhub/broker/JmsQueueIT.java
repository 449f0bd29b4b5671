// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

/** A broker by JMS, as it is used elsewhere. */
class JmsQueueIT extends QueueContract {

    @Override
    QueueSender sender(Broker broker, JmsSender jms) {
        return jms;
    }

    @Override
    QueueReader reader(Broker broker, String queue) throws Exception {
        return new JmsQueueReader(broker.connections(), queue);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/** Has a send fail that no queue has taken, which Artemis would drop and confirm. */
final class NoRouteCheck implements ActiveMQServerPlugin {

    @Override
    public void afterSend(
            ServerSession session,
            Transaction transaction,
            Message message,
            boolean direct,
            boolean noAutoCreateQueue,
            RoutingStatus result)
            throws ActiveMQException {
        if (result == RoutingStatus.NO_BINDINGS) {
            ActiveMQException failure = new ActiveMQNonExistentQueueException(
                    "no queue takes what is sent to " + message.getAddress() + ": nobody has a subscription");
            if (transaction != null) {
                transaction.markAsRollbackOnly(failure);
            }
            throw failure;
        }
    }
}

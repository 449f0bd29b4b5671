// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.fixture.StoreHub;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;

/** What addresses and queues the embedded broker has, and how many messages each holds. */
public final class BrokerState {

    private BrokerState() {}

    public static Map<String, String> of(StoreHub hub) {
        ActiveMQServer server = hub.broker.embedded().server();
        Map<String, String> state = new TreeMap<>();
        for (SimpleString address : server.getPostOffice().getAddresses()) {
            AddressInfo info = server.getAddressInfo(address);
            state.put(
                    "address " + address,
                    info == null ? "gone" : info.getRoutingTypes().toString());
        }
        server.getPostOffice().getAllBindings().forEach(binding -> {
            Queue queue = server.locateQueue(binding.getUniqueName());
            if (queue != null) {
                state.put(
                        "queue " + queue.getName(),
                        "at " + queue.getAddress() + " " + queue.getRoutingType() + " durable " + queue.isDurable()
                                + " filter " + queue.getFilter() + " messages " + queue.getMessageCount());
            }
        });
        return state;
    }

    /** How many messages a queue holds. */
    public static long messages(StoreHub hub, String queue) {
        Queue found = hub.broker.embedded().server().locateQueue(SimpleString.of(queue));
        return found == null ? -1 : found.getMessageCount();
    }
}

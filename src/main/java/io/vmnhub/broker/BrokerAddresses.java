// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the addresses and queues of the embedded broker, each with its routing type, before anything is sent or read
 * there; nobody else makes any. What is there and is not as it should be is put right: an address of the wrong routing
 * type, and queues at it that the hub has not made, whose messages go where they should have gone. Safe to share
 * between threads.
 */
final class BrokerAddresses {

    /** Where messages go that have expired unread. */
    static final String EXPIRED = "expired";
    /** Where messages go that readers refuse at addresses that belong to no application. */
    static final String UNDELIVERED = "undelivered";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerAddresses.class);

    /** Of its quota: senders are refused by pages, not by the message. */
    private static final double NEARLY = 0.9;

    private final ActiveMQServer server;
    private final BrokerLimits limits;
    private final Set<String> ready = new HashSet<>();

    BrokerAddresses(ActiveMQServer server, BrokerLimits limits) {
        this.server = server;
        this.limits = limits;
    }

    /** What every broker has, and what the listener's users read. */
    void makeFor(BrokerSettings.Listener listener) throws Exception {
        for (String user : listener.users().keySet()) {
            queue(Queues.forEnterprise(user, false));
            Set<String> subscriptions = listener.subscriptions().getOrDefault(user, Set.of());
            if (!subscriptions.isEmpty()) {
                topic(Queues.forEnterprise(user, true));
            }
            for (String name : subscriptions) {
                subscription(Queues.forEnterprise(user, true), Queues.subscription(user, name));
            }
        }
    }

    /** One queue, which holds what is sent to the address of its name. */
    synchronized void queue(String name) throws Exception {
        if (!ready.contains("queue " + checked(name))) {
            settings(name);
            SimpleString address = SimpleString.of(name);
            address(address, RoutingType.ANYCAST);
            own(address, address, RoutingType.ANYCAST);
            for (Queue foreign : foreignQueues(address)) {
                dissolve(foreign, address);
            }
            server.updateAddressInfo(address, EnumSet.of(RoutingType.ANYCAST));
            ready.add("queue " + name);
        }
    }

    /** A topic. What is sent there fails as long as it has no subscription. */
    synchronized void topic(String name) throws Exception {
        if (!ready.contains("topic " + checked(name))) {
            settings(name);
            address(SimpleString.of(name), RoutingType.MULTICAST);
            ready.add("topic " + name);
        }
    }

    synchronized void subscription(String topic, String queue) throws Exception {
        own(SimpleString.of(topic), SimpleString.of(queue), RoutingType.MULTICAST);
    }

    /** Whether there is a queue of this name. */
    boolean hasQueue(String name) {
        return server.locateQueue(SimpleString.of(name)) != null;
    }

    /** How many messages the queues of {@code application} hold, by their names: those that there are. */
    Map<String, Long> depths(String application) throws Exception {
        Map<String, Long> depths = new LinkedHashMap<>();
        for (String name : Queues.of(application)) {
            Queue queue = server.locateQueue(SimpleString.of(name));
            if (queue != null) {
                depths.put(name, queue.getMessageCount());
            }
        }
        SimpleString topic = SimpleString.of(Queues.forEnterprise(application, true));
        if (server.getAddressInfo(topic) != null) {
            for (Binding binding :
                    server.getPostOffice().getBindingsForAddress(topic).getBindings()) {
                if (binding instanceof QueueBinding queue) {
                    depths.put(
                            queue.getUniqueName().toString(), queue.getQueue().getMessageCount());
                }
            }
        }
        return depths;
    }

    /** Whether a queue of an application holds nearly as much as it may. */
    boolean isNearlyFull(String name) {
        Queue queue = server.locateQueue(SimpleString.of(name));
        return queue != null && queue.getMessageCount() >= quota(name) * NEARLY;
    }

    private long quota(String name) {
        return Queues.owner(name)
                .map(owner -> limits.quotas().getOrDefault(owner, limits.quota()))
                .orElse(limits.quota());
    }

    /** The names of all queues. */
    List<String> queues() {
        return server.getPostOffice()
                .getAllBindings()
                .filter(QueueBinding.class::isInstance)
                .map(binding -> binding.getUniqueName().toString())
                .toList();
    }

    private static String checked(String name) {
        if (name.isBlank()
                || name.contains("::")
                || name.matches(".*[#*>?].*")
                || name.startsWith("activemq.")
                || name.startsWith("$")) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot name a queue or topic of the hub's broker: no wildcards, no ::, "
                            + "nothing of the broker's own");
        }
        return name;
    }

    private void settings(String address) throws Exception {
        String owner = Queues.owner(address).orElse(null);
        if (owner != null) {
            queue(Queues.dead(owner));
            AddressSettings own = BrokerConfiguration.addressSettings(quota(address))
                    .setDeadLetterAddress(SimpleString.of(Queues.dead(owner)));
            server.getAddressSettingsRepository().addMatch(address, own);
        }
    }

    private void address(SimpleString name, RoutingType type) throws Exception {
        AddressInfo there = server.getAddressInfo(name);
        if (there == null) {
            server.addAddressInfo(new AddressInfo(name, type));
        } else if (!there.getRoutingTypes().contains(type)) {
            LOG.warn(
                    "Broker: {} was {}, because a reader came before its first message; it is {} now",
                    name,
                    there.getRoutingTypes(),
                    type);
            server.updateAddressInfo(name, EnumSet.allOf(RoutingType.class));
        }
    }

    private void own(SimpleString address, SimpleString name, RoutingType type) throws Exception {
        Queue there = server.locateQueue(name);
        if (there != null && (!there.getAddress().equals(address) || there.getRoutingType() != type)) {
            dissolve(there, there.getAddress());
            there = null;
        }
        if (there == null) {
            server.createQueue(
                    QueueConfiguration.of(name)
                            .setAddress(address)
                            .setRoutingType(type)
                            .setDurable(true)
                            .setAutoCreated(false)
                            .setAutoDelete(false)
                            .setMaxConsumers(-1)
                            .setPurgeOnNoConsumers(false),
                    true);
        }
    }

    private List<Queue> foreignQueues(SimpleString address) throws Exception {
        List<Queue> foreign = new ArrayList<>();
        for (Binding binding :
                server.getPostOffice().getBindingsForAddress(address).getBindings()) {
            if (binding instanceof QueueBinding queue && !queue.getUniqueName().equals(address)) {
                foreign.add(queue.getQueue());
            }
        }
        return foreign;
    }

    /**
     * Takes away a queue that the hub has not made; what it holds goes to the queue of {@code address}, or to the dead
     * letters.
     */
    private void dissolve(Queue foreign, SimpleString address) throws Exception {
        long messages = foreign.getMessageCount();
        SimpleString heir = address;
        Queue own = server.locateQueue(address);
        if (own == null || own == foreign) {
            String owner = Queues.owner(address.toString()).orElse(null);
            heir = SimpleString.of(owner == null ? UNDELIVERED : Queues.dead(owner));
            queue(heir.toString());
        }
        LOG.warn(
                "Broker: the queue {} at {} was made by a reader, not by the hub; it is removed and its {} "
                        + "messages are moved to {}",
                foreign.getName(),
                address,
                messages,
                heir);
        if (messages > 0) {
            foreign.moveReferences(null, heir, server.getPostOffice().getBinding(heir));
        }
        server.destroyQueue(foreign.getName(), null, false, true, false);
    }
}

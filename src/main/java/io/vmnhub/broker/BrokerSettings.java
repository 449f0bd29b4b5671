// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The broker that keeps messages.
 *
 * @param url of an Artemis elsewhere, with its failover options; empty for the embedded one
 * @param username for the broker elsewhere; empty for none
 * @param password for the broker elsewhere; never logged
 * @param data the folder of the embedded broker's journal, pages and large messages
 * @param limits how much the embedded broker keeps
 * @param listener where enterprises reach the embedded broker; empty when nobody does
 */
public record BrokerSettings(
        String url, String username, String password, Path data, BrokerLimits limits, Optional<Listener> listener) {

    /** Without limits but these two. */
    public BrokerSettings(
            String url,
            String username,
            String password,
            Path data,
            long quota,
            long minDiskFree,
            Optional<Listener> listener) {
        this(url, username, password, data, new BrokerLimits(quota, Map.of(), minDiskFree, Long.MAX_VALUE), listener);
    }

    public BrokerSettings {
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(listener, "listener");
    }

    /**
     * Where enterprises reach the embedded broker: one port for all protocols.
     *
     * @param users passwords by user; each user is an application and reads its own queues and nothing else
     * @param keyStore a PKCS 12 file; with it only TLS is spoken
     * @param keyStorePassword never logged
     * @param protocols what is spoken there
     * @param subscriptions by user the names of the durable subscriptions to its topic, each a queue that the hub makes
     * @param limits what the users may take of it
     */
    public record Listener(
            String address,
            int port,
            Map<String, String> users,
            Optional<Path> keyStore,
            String keyStorePassword,
            Set<BrokerProtocol> protocols,
            Map<String, Set<String>> subscriptions,
            ListenerLimits limits) {

        /** With the protocols that are spoken by default, no subscriptions and the default limits. */
        public Listener(
                String address, int port, Map<String, String> users, Optional<Path> keyStore, String keyStorePassword) {
            this(
                    address,
                    port,
                    users,
                    keyStore,
                    keyStorePassword,
                    Set.of(BrokerProtocol.CORE, BrokerProtocol.AMQP),
                    Map.of(),
                    ListenerLimits.DEFAULT);
        }

        public Listener {
            users = Map.copyOf(users);
            protocols = Set.copyOf(protocols);
            subscriptions = Map.copyOf(subscriptions);
            Objects.requireNonNull(limits, "limits");
            users.forEach((user, password) -> {
                Queues.valid(user);
                if (password.isBlank()) {
                    throw new IllegalArgumentException("the broker's user " + user + " has no password");
                }
            });
            for (Map.Entry<String, Set<String>> of : subscriptions.entrySet()) {
                if (!users.containsKey(of.getKey())) {
                    throw new IllegalArgumentException(
                            "subscriptions for " + of.getKey() + ", which is not a user of the broker");
                }
                of.getValue().forEach(name -> Queues.subscription(of.getKey(), name));
            }
        }

        @Override
        public String toString() {
            return "Listener[" + address + ":" + port + ", " + protocols + ", users " + users.keySet()
                    + (keyStore.isPresent() ? ", TLS]" : "]");
        }
    }

    /** Whether the broker runs inside the hub. */
    public boolean embedded() {
        return url.isEmpty();
    }

    @Override
    public String toString() {
        return "BrokerSettings[" + (embedded() ? "embedded in " + data : url.split("\\?", 2)[0]) + ", " + limits + ", "
                + listener + "]";
    }
}

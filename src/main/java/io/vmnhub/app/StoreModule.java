// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.broker.Broker;
import io.vmnhub.broker.BrokerLimits;
import io.vmnhub.broker.BrokerProtocol;
import io.vmnhub.broker.BrokerSettings;
import io.vmnhub.broker.BrokerSettings.Listener;
import io.vmnhub.broker.ListenerLimits;
import io.vmnhub.component.jms.ConfirmingAmqpComponent;
import io.vmnhub.component.jms.ConfirmingJmsComponent;
import io.vmnhub.component.jms.SharedSenders;
import io.vmnhub.component.store.Store;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.exchange.FinalRefusals;
import io.vmnhub.management.BrokerHealthCheck;
import io.vmnhub.records.RecordLog;
import io.vmnhub.tls.CertificateWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/**
 * The broker and the store of messages, bound as {@code broker} and {@code messageStore}, and the components
 * {@code jms} and {@code amqp} on that broker; started when a route first uses them.
 */
final class StoreModule implements HubModule {

    private static final long MEGABYTE = 1_000_000;

    private Broker broker;
    private Store store;
    private SharedSenders senders;

    @Override
    public void join(CamelContext context, HubContext hub) throws Exception {
        HubProperties properties = hub.properties();
        Path data = hub.home().folder().resolve(properties.text(HubKey.BROKER_DATA));
        broker = new Broker(
                new BrokerSettings(
                        properties.text(HubKey.BROKER_URL).trim(),
                        properties.text(HubKey.BROKER_USERNAME),
                        properties.text(HubKey.BROKER_PASSWORD),
                        data,
                        limits(properties),
                        listener(properties, hub.home())),
                context.getRegistry().findSingleByType(CertificateWatch.class));
        RecordLog records = context.getRegistry().findSingleByType(RecordLog.class);
        store = new Store(broker, hub.metrics(), FinalRefusals::contain, records == null ? record -> {} : records);
        context.getRegistry().bind("broker", broker);
        context.getRegistry().bind("messageStore", store);
        senders = new SharedSenders(broker);
        context.addComponent("jms", new ConfirmingJmsComponent(senders));
        context.addComponent("amqp", new ConfirmingAmqpComponent(senders));
        context.getRegistry().bind("brokerHealth", new BrokerHealthCheck(broker));
        if (!hub.listening()) {
            broker.close();
        } else if (properties.isTrue(HubKey.BROKER_ENABLED)) {
            broker.start();
        }
    }

    /** @throws IllegalArgumentException names the key whose value is not a number of messages */
    private static BrokerLimits limits(HubProperties properties) {
        Map<String, Long> quotas = new TreeMap<>();
        properties.family(HubKey.BROKER_QUOTAS).forEach((application, text) -> {
            String value = text.trim();
            HubKey.BROKER_QUOTAS.problem(value).ifPresent(problem -> {
                throw new IllegalArgumentException(problem);
            });
            quotas.put(application, Long.valueOf(value));
        });
        return new BrokerLimits(
                properties.number(HubKey.BROKER_QUOTA),
                quotas,
                MEGABYTE * properties.number(HubKey.BROKER_MIN_DISK_FREE_MEGABYTES),
                MEGABYTE * properties.number(HubKey.BROKER_MAX_DISK_MEGABYTES));
    }

    /** Without users nobody could log in, so the broker does not listen then. */
    private static Optional<Listener> listener(HubProperties properties, HubHome home) {
        Map<String, String> users = properties.family(HubKey.BROKER_USERS);
        Optional<Path> keyStore = Optional.of(properties.text(HubKey.BROKER_KEY_STORE))
                .filter(file -> !file.isBlank())
                .map(home.folder()::resolve);
        return users.isEmpty()
                ? Optional.empty()
                : Optional.of(new Listener(
                        properties.text(HubKey.BROKER_ADDRESS),
                        properties.number(HubKey.BROKER_PORT),
                        users,
                        keyStore,
                        properties.text(HubKey.BROKER_KEY_STORE_PASSWORD),
                        BrokerProtocol.parse(properties.text(HubKey.BROKER_PROTOCOLS)),
                        subscriptions(properties),
                        listenerLimits(properties)));
    }

    private static Map<String, Set<String>> subscriptions(HubProperties properties) {
        Map<String, Set<String>> subscriptions = new TreeMap<>();
        properties
                .family(HubKey.BROKER_SUBSCRIPTIONS)
                .forEach((application, names) -> subscriptions.put(
                        application,
                        Arrays.stream(names.split(","))
                                .map(String::trim)
                                .filter(name -> !name.isEmpty())
                                .collect(Collectors.toCollection(TreeSet::new))));
        return subscriptions;
    }

    private static ListenerLimits listenerLimits(HubProperties properties) {
        return new ListenerLimits(
                properties.number(HubKey.BROKER_MAX_CONNECTIONS),
                properties.number(HubKey.BROKER_MAX_CONNECTIONS_PER_ADDRESS),
                properties.number(HubKey.BROKER_MAX_CONNECTIONS_PER_USER),
                properties.number(HubKey.BROKER_MAX_CONSUMERS_PER_USER),
                properties.number(HubKey.BROKER_MAX_UNACKNOWLEDGED_PER_USER),
                Duration.ofMillis(properties.number(HubKey.BROKER_SIGN_IN_MILLIS)));
    }

    @Override
    public void close() {
        if (senders != null) {
            senders.close();
        }
        if (store != null) {
            store.close();
        }
        if (broker != null) {
            broker.close();
        }
    }
}

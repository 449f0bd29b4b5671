// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Components that may end before anybody has what was sent, and the option that makes them wait. */
enum UnconfirmedSend {
    NATS(
            Set.of("nats"),
            options -> !options.apply("jetstreamEnabled").equals("true"),
            "NATS acknowledges nothing without JetStream; set jetstreamEnabled: true"),
    MQTT(
            Set.of("paho-mqtt5", "paho"),
            options -> options.apply("qos").equals("0"),
            "MQTT acknowledges nothing with QoS 0; set qos: 1"),
    KAFKA(
            Set.of("kafka"),
            options -> options.apply("requestRequiredAcks").equals("0"),
            "Kafka acknowledges nothing with acks 0; set requestRequiredAcks: all"),
    RABBITMQ(
            Set.of("spring-rabbitmq"),
            options -> !options.apply("confirm").equals("enabled"),
            "RabbitMQ has no publisher confirms here; set confirm: enabled, and publisherConfirmType: SIMPLE at its"
                    + " connection factory"),
    REDIS(
            Set.of("spring-redis"),
            options -> options.apply("command").equals("PUBLISH"),
            "Redis keeps nothing that is published; set command: RPUSH or XADD"),
    MEMORY(
            Set.of("seda", "disruptor", "vertx"),
            options -> true,
            "it is in the hub's memory only; use direct: or store-action");

    private final Set<String> components;
    private final Predicate<UnaryOperator<String>> unsafe;
    private final String reason;

    UnconfirmedSend(Set<String> components, Predicate<UnaryOperator<String>> unsafe, String reason) {
        this.components = components;
        this.unsafe = unsafe;
        this.reason = reason;
    }

    /**
     * Why a component's end confirms nothing; empty when it does, or nobody knows.
     *
     * @param options the value of an option, empty when it is not given
     */
    static Optional<String> of(String component, UnaryOperator<String> options) {
        return Arrays.stream(values())
                .filter(send -> send.components.contains(component) && send.unsafe.test(options))
                .map(send -> send.reason)
                .findFirst();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A protocol by which enterprises read their queues. */
public enum BrokerProtocol {

    /** Artemis' own, which its JMS client speaks. */
    CORE,
    /** AMQP 1.0. */
    AMQP,
    /** STOMP 1.0 to 1.2. */
    STOMP,
    /** MQTT 3.1, 3.1.1 and 5. */
    MQTT;

    /**
     * Reads a list as {@code core, amqp}.
     *
     * @throws IllegalArgumentException names the word that is none of the four
     */
    public static Set<BrokerProtocol> parse(String list) {
        EnumSet<BrokerProtocol> protocols = EnumSet.noneOf(BrokerProtocol.class);
        for (String word : list.split(",")) {
            if (!word.isBlank()) {
                protocols.add(Arrays.stream(values())
                        .filter(protocol -> protocol.name().equalsIgnoreCase(word.trim()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("'" + word.trim()
                                + "' is not a protocol of the broker: core, amqp, stomp and mqtt are")));
            }
        }
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("the broker's listener needs a protocol: core, amqp, stomp or mqtt");
        }
        return protocols;
    }

    /** As Artemis' acceptors want it. */
    static String names(Set<BrokerProtocol> protocols) {
        return protocols.stream().map(Enum::name).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.util.Map;
import java.util.Objects;

/**
 * How much the embedded broker keeps; beyond any of these senders are refused.
 *
 * @param quota how many messages a queue holds at most
 * @param quotas the same for the queues of single applications, by their names
 * @param minDiskFree in octets: with less on the disk nothing more is taken
 * @param maxDisk in octets: with more in the broker's folder nothing more is taken
 */
public record BrokerLimits(long quota, Map<String, Long> quotas, long minDiskFree, long maxDisk) {

    /** A few files of the journal. */
    private static final long START = 32_000_000;

    public BrokerLimits {
        Objects.requireNonNull(quotas, "quotas");
        quotas = Map.copyOf(quotas);
        quotas.keySet().forEach(Queues::valid);
        if (quota < 1 || quotas.values().stream().anyMatch(own -> own < 1)) {
            throw new IllegalArgumentException("a queue for less than one message is of no use");
        }
        if (maxDisk < 1) {
            throw new IllegalArgumentException("a broker without any room on the disk is of no use");
        }
    }

    /** Free space in octets without which a broker that has stopped for want of it is not started again. */
    long minDiskFreeToStart() {
        return Math.max(minDiskFree, START);
    }
}

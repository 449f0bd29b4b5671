// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import io.vmnhub.tls.TlsFiles;
import java.time.Duration;
import java.util.Objects;

/**
 * A farm of nodes, as one of them sees it. Immutable.
 *
 * @param name of the farm, the same at all nodes
 * @param node of this node, another one at each
 * @param address where this node listens for the others, an IP address that they can reach
 * @param port where it listens, 1 to 65535
 * @param discovery how it finds the others
 * @param tls what it shows them, and who must have signed what they show
 * @param expectedMembers how many nodes the farm has when it is whole
 * @param suspectAfter a node that has not been heard of for so long is taken for lost
 */
public record ClusterSettings(
        String name,
        String node,
        String address,
        int port,
        Discovery discovery,
        TlsFiles tls,
        int expectedMembers,
        Duration suspectAfter) {

    public static final int DEFAULT_PORT = 7800;
    public static final Duration DEFAULT_SUSPECT_AFTER = Duration.ofSeconds(6);

    private static final Duration LEAST_SUSPECT_AFTER = Duration.ofSeconds(2);

    public ClusterSettings {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(discovery, "discovery");
        if (tls.certificate().isEmpty() || tls.trusted().isEmpty()) {
            throw new IllegalArgumentException(
                    "tls must name the node's certificate and whom it trusts: no node joins without");
        }
        if (tls.lacksKey()) {
            throw new IllegalArgumentException("tls has a certificate in PEM, so privateKey must be there too");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be 1 to 65535");
        }
        if (expectedMembers < 1) {
            throw new IllegalArgumentException("expectedMembers must be at least 1");
        }
        if (suspectAfter.compareTo(LEAST_SUSPECT_AFTER) < 0) {
            throw new IllegalArgumentException("suspectAfter must be at least 2s");
        }
    }

    /** How many nodes must have met before one of them is ready: more than half of the farm. */
    public int majority() {
        return expectedMembers / 2 + 1;
    }
}

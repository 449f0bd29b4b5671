// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import java.util.List;

/** How a node finds the others. */
public sealed interface Discovery {

    /**
     * The nodes are known; this one may be among them.
     *
     * @param nodes their addresses, one at least
     */
    record Nodes(List<Place> nodes) implements Discovery {

        public Nodes {
            nodes = List.copyOf(nodes);
            if (nodes.isEmpty()) {
                throw new IllegalArgumentException("nodes must have one address at least");
            }
        }
    }

    /**
     * A name that resolves to the addresses of all nodes, as Kubernetes' headless services have one. All listen on the
     * same port.
     *
     * @param server which to ask, as {@code 10.0.0.53} or {@code 127.0.0.1:8600}; empty for those of the machine
     */
    record Dns(String name, String server) implements Discovery {}

    /** A table of the hub's own database, in which each node writes its address. */
    record Database() implements Discovery {}

    /** Where a node listens. */
    record Place(String host, int port) {

        /**
         * {@code 10.0.0.1:7800}, {@code node-1.example.com:7800}, {@code [2001:db8::1]:7800}; without a port it is
         * {@link ClusterSettings#DEFAULT_PORT}.
         */
        public static Place parse(String text) {
            int colon = text.lastIndexOf(':');
            boolean hasPort = colon > text.lastIndexOf(']') && (text.startsWith("[") || text.indexOf(':') == colon);
            String host = hasPort ? text.substring(0, colon) : text;
            String port = hasPort ? text.substring(colon + 1) : String.valueOf(ClusterSettings.DEFAULT_PORT);
            if (host.isBlank() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
                throw new IllegalArgumentException("must be a host and a port, such as 10.0.0.1:7800");
            }
            return new Place(host.replaceAll("^\\[|]$", ""), Integer.parseInt(port));
        }
    }
}

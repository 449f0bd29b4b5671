// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

import io.vmnhub.fixture.Program;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The network between the nodes, which can be cut: each node has an address of its own on the loopback interface, and
 * nftables drop what is cut, without a word to either side. To be used in a network namespace of the test's own.
 */
final class GridNetwork {

    static final int PORT = 7800;

    private GridNetwork() {}

    static String address(int node) {
        return "127.0.1." + (node + 1);
    }

    /** Takes a node from all the others. */
    static void cut(int node) throws IOException {
        String others = IntStream.range(0, Nodes.COUNT)
                .filter(other -> other != node)
                .mapToObj(GridNetwork::address)
                .collect(Collectors.joining(", "));
        nft("""
                table ip farm {
                  chain cut {
                    type filter hook output priority 0;
                    ip saddr %1$s ip daddr { %2$s } drop
                    ip daddr %1$s ip saddr { %2$s } drop
                  }
                }
                """.formatted(address(node), others));
    }

    static void heal() throws IOException {
        nft("delete table ip farm");
    }

    private static void nft(String command) throws IOException {
        String output = Program.output(List.of("nft", command));
        if (!output.isBlank()) {
            throw new IOException("nft " + command + ": " + output);
        }
    }
}

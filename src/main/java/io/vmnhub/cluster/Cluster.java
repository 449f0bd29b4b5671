// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** The farm, as this node sees it. Thread-safe. */
public interface Cluster extends AutoCloseable {

    ClusterSettings settings();

    /** This node, as the others are told of it. */
    Member self();

    /** The nodes that are there now, this one among them, in the order of their names. */
    List<Member> members();

    /** How far the clocks of other nodes are before this node's, or behind it, as far as nodes have told. */
    Map<String, Duration> clocksAhead();

    /** Whether this node has met more than half of the farm since it has started. */
    boolean hasMet();

    /** Changes what the others know of this node. Does not wait for them. */
    void tell(UnaryOperator<Member> change);

    /** Calls this one whenever nodes come, go, or tell something new. It must not wait for anything. */
    void whenChanged(Runnable listener);

    /**
     * A map that every node has a whole copy of.
     *
     * @param name the same at all nodes
     * @param most how many entries at most; the least used give way
     */
    SharedMap map(String name, int most);

    /**
     * What nodes claim for themselves, each kept by two nodes.
     *
     * @param name the same at all nodes
     * @param most how many entries a node keeps at most; the oldest give way
     */
    Claims claims(String name, int most);

    /**
     * Whether this node does what one node at a time is to do. In a farm that is cut in parts each part has such a
     * node.
     */
    boolean leads();

    /**
     * Asks another node. No thread waits.
     *
     * @param node its name
     * @param service who answers there: the name by which it {@linkplain #serve serves}
     * @param within how long to wait for the answer
     * @return the answer, on a thread that must not be made to wait; exceptionally when the node is not there, goes
     *     meanwhile, answers too late, or fails: then it may have done what was asked or not
     */
    CompletableFuture<byte[]> ask(String node, String service, byte[] request, Duration within);

    /** Answers what other nodes ask. */
    void serve(String service, NodeService answers);

    /** Leaves the farm. */
    @Override
    void close();
}

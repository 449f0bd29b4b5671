// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import java.util.List;
import java.util.function.UnaryOperator;

/** The farm, as this node sees it. Thread-safe. */
public interface Cluster extends AutoCloseable {

    ClusterSettings settings();

    /** This node, as the others are told of it. */
    Member self();

    /** The nodes that are there now, this one among them, in the order of their names. */
    List<Member> members();

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

    /** Leaves the farm. */
    @Override
    void close();
}

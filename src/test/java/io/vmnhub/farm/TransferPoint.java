// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.SmscBuilder;
import java.nio.file.Path;
import java.time.Duration;

/** A signalling transfer point between an SMSC and the nodes, which are processes of one application server. */
interface TransferPoint extends AutoCloseable {

    /** That of the name: {@code own} or {@code osmo}. */
    static TransferPoint of(String name, Path folder) throws Exception {
        return switch (name) {
            case "own" -> new LoadSharingStp();
            case "osmo" -> new OsmoTransferPoint(folder);
            default -> throw new IllegalArgumentException("vmnhub.farm.stp is " + name + ", and may be own or osmo");
        };
    }

    /** An SMSC that has no link yet. */
    static SmscBuilder smscBuilder() {
        return Smsc.withoutLinks().hub(Nodes.title(0), "447700000002").answerTimeout(Duration.ofSeconds(15));
    }

    /** The SMSC on its other side. */
    Smsc smsc();

    /** The association of a node with it, in YAML's short form, as in ss7.yaml. */
    String association(int node);

    @Override
    void close();
}

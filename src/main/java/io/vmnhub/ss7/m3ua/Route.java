// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import java.util.List;
import org.restcomm.protocols.ss7.mtp.Mtp3TransferPrimitive;

/** How one point code is reached now. Immutable and thread-safe. */
final class Route {

    private static final int SLS_MASK = 0xff;

    private final Path[] paths;
    private final PendingQueue[] pending;

    /**
     * @param paths the paths that share the load
     * @param pending where messages wait while there is no path
     */
    Route(List<Path> paths, List<PendingQueue> pending) {
        this.paths = paths.toArray(Path[]::new);
        this.pending = pending.toArray(PendingQueue[]::new);
    }

    /**
     * Sends over the path that the message's SLS chooses, or another when that one does not take it.
     *
     * @param failed the association that ended under the message already, or nothing
     * @return false when none takes it
     */
    boolean send(Mtp3TransferPrimitive message, String failed) {
        int first = message.getSls() & SLS_MASK;
        for (int i = 0; i < paths.length; i++) {
            Path path = paths[(first + i) % paths.length];
            if (!path.association().equals(failed) && path.send(message, failed.isEmpty())) {
                return true;
            }
        }
        for (PendingQueue queue : pending) {
            if (queue.offer(message)) {
                return true;
            }
        }
        return false;
    }

    boolean hasPath() {
        return paths.length > 0;
    }

    /** Whether a message would be sent, or held back for a while. */
    boolean takes() {
        return paths.length > 0 || pending.length > 0;
    }

    List<String> associations() {
        return java.util.Arrays.stream(paths).map(Path::association).distinct().toList();
    }
}

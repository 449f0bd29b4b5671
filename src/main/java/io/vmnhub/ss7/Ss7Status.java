package io.vmnhub.ss7;

import java.util.List;

/**
 * The signalling side as it is at one moment.
 *
 * @param associations       in the order of the configuration
 * @param applicationServers in the order of the configuration
 * @param openDialogues      dialogues that peers have open
 * @param maxDialogues       the limit
 */
public record Ss7Status(List<AssociationStatus> associations, List<ApplicationServerStatus> applicationServers, int openDialogues,
                        int maxDialogues) {

    /** @param connected whether the SCTP association or TCP connection is up */
    public record AssociationStatus(String name, boolean connected) {
    }

    /** @param state as RFC 4666 clause 4.3.2 names it: DOWN, INACTIVE, ACTIVE, PENDING */
    public record ApplicationServerStatus(String name, String state, List<ProcessStatus> processes) {
    }

    /** An application server process: one association's part in an application server. @param state DOWN, INACTIVE, ACTIVE */
    public record ProcessStatus(String association, String state) {
    }

    /** Whether messages can be taken: at least one application server is active. */
    public boolean ready() {
        return applicationServers.stream().anyMatch(server -> server.state().equals("ACTIVE"));
    }
}

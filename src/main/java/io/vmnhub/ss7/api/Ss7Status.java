// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.api;

import java.util.List;

/**
 * The signalling side as it is at one moment.
 *
 * @param associations in the order of the configuration
 * @param applicationServers in the order of the configuration
 * @param openDialogues dialogues that peers have open
 * @param maxDialogues the limit
 */
public record Ss7Status(
        List<AssociationStatus> associations,
        List<ApplicationServerStatus> applicationServers,
        int openDialogues,
        int maxDialogues) {

    /**
     * One association.
     *
     * @param connected whether the SCTP association or TCP connection is up
     * @param locked whether it was taken out of service by management
     */
    public record AssociationStatus(String name, boolean connected, boolean locked) {

        /** UP, DOWN or LOCKED. */
        public String state() {
            return locked ? "LOCKED" : connected ? "UP" : "DOWN";
        }
    }

    /**
     * One application server.
     *
     * @param state as RFC 4666 clause 4.3.2 names it: DOWN, INACTIVE, ACTIVE, PENDING
     * @param processes one for each association
     * @param destinations its point codes
     */
    public record ApplicationServerStatus(
            String name, String state, List<ProcessStatus> processes, List<DestinationStatus> destinations) {

        /** Whether messages can be received and sent: it is active, and a point code of it is reached. */
        public boolean inTraffic() {
            return state.equals("ACTIVE") && destinations.stream().anyMatch(DestinationStatus::reachable);
        }
    }

    /**
     * One point code.
     *
     * @param reachable whether a message to it would be sent now
     * @param associations over which
     */
    public record DestinationStatus(int pointCode, boolean reachable, List<String> associations) {}

    /**
     * An application server process: one association's part in an application server.
     *
     * @param state DOWN, INACTIVE, ACTIVE
     */
    public record ProcessStatus(String association, String state) {}

    /** Whether messages can be received and answered: at least one application server is in traffic. */
    public boolean ready() {
        return applicationServers.stream().anyMatch(ApplicationServerStatus::inTraffic);
    }
}

package io.vmnhub.ss7;

import io.vmnhub.ss7.transport.LinkEvents;

/** What the signalling stack tells its owner, for logs and metrics. Called on signalling threads: implementations return at once. */
public interface Ss7Events extends LinkEvents {

    /** An SCCP message or a dialogue was refused before any MAP operation. @param reason no numbers in it */
    void messageRefused(String reason);

    /** An application server or one of its processes changed its state. @param state as RFC 4666 names it: ACTIVE, INACTIVE, … */
    void stateChanged(String what, String name, String state);
}

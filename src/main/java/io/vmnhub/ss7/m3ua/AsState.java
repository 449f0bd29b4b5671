// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

/** The state of an application server (RFC 4666 clause 4.3.2), with its code in Notify. */
enum AsState {
    DOWN(0),
    INACTIVE(2),
    PENDING(4),
    ACTIVE(3);

    private final int information;

    AsState(int information) {
        this.information = information;
    }

    /** The status information of an AS state change (clause 3.8.2). */
    int information() {
        return information;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

/** Takes the invokes of one operation. */
@FunctionalInterface
public interface MapHandler {

    /**
     * Called on a signalling thread that holds the dialogue: hand the work over and return. What it throws is answered
     * with a temporary error.
     */
    void onInvocation(MapInvocation invocation);
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import io.vmnhub.ss7.api.Ss7Events;
import java.util.Optional;

/**
 * Remembers why the simulator's link is not there, for whoever asks in vain; everything goes on to the quiet events.
 */
public final class LinkWatch implements Ss7Events {

    private final Ss7Events next = new QuietEvents();
    private volatile String reason;

    /** The last thing that went wrong with a link. */
    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    @Override
    public void up(String association, String peer) {
        next.up(association, peer);
    }

    @Override
    public void down(String association, String why) {
        reason = why;
        next.down(association, why);
    }

    @Override
    public void refused(String association, String why) {
        reason = why;
        next.refused(association, why);
    }

    @Override
    public void messageRefused(String why) {
        next.messageRefused(why);
    }

    @Override
    public void stateChanged(String what, String name, String state, String cause) {
        next.stateChanged(what, name, state, cause);
    }

    @Override
    public void dataRefused(
            String association, int originatingPointCode, int destinationPointCode, String why, boolean first) {
        next.dataRefused(association, originatingPointCode, destinationPointCode, why, first);
    }

    @Override
    public void remark(String name, String what) {
        reason = what;
        next.remark(name, what);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.ss7.api.Ss7Events;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what the stack says, one line an event. */
public final class RecordedEvents implements Ss7Events {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    public List<String> lines() {
        return lines;
    }

    @Override
    public void up(String association, String peer) {
        lines.add("up " + association);
    }

    @Override
    public void down(String association, String reason) {
        lines.add("down " + association + ": " + reason);
    }

    @Override
    public void refused(String association, String reason) {
        lines.add("refused " + association + ": " + reason);
    }

    @Override
    public void messageRefused(String reason) {
        lines.add("message refused: " + reason);
    }

    @Override
    public void stateChanged(String what, String name, String state, String cause) {
        lines.add(what + " " + name + " " + state);
    }

    @Override
    public void dataRefused(
            String association, int originatingPointCode, int destinationPointCode, String reason, boolean first) {
        lines.add("data refused " + association + " " + originatingPointCode + " to " + destinationPointCode + ": "
                + reason);
    }

    @Override
    public void remark(String name, String what) {
        lines.add("remark " + name + ": " + what);
    }
}

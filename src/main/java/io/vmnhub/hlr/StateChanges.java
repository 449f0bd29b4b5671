// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import io.vmnhub.hlr.ApplicationState.Kind;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notices that applications for which service centres wait can receive again: their circuit has closed, their queue has
 * room, their maintenance is over, their route runs again. One thread looks; any may note.
 */
final class StateChanges {

    private final ApplicationStates states;
    private final Map<String, ApplicationState> unready = new ConcurrentHashMap<>();

    StateChanges(ApplicationStates states) {
        this.states = states;
    }

    /** Hears of an application that can receive again, is tried again, or is still away. */
    interface Listener {

        void changed(String application, Kind kind, String why);
    }

    /** Somebody has begun to wait for the application because of its state, however short that lasts. */
    void note(String application, ApplicationState state) {
        unready.putIfAbsent(application, state);
    }

    /** @param waiting the applications for which somebody waits; the others are forgotten */
    void look(Collection<String> waiting, Listener listener) {
        unready.keySet().retainAll(waiting);
        for (String application : waiting) {
            ApplicationState now = states.of(application);
            ApplicationState before =
                    now.kind() == Kind.READY ? unready.remove(application) : unready.put(application, now);
            if (now.isAway()) {
                listener.changed(application, now.kind(), now.why());
            }
            if (before == null) {
                continue;
            }
            if (now.kind() == Kind.READY || now.kind() == Kind.TRIED && before.kind() != Kind.TRIED) {
                listener.changed(application, now.kind(), "no longer: " + before.why());
            }
        }
    }
}

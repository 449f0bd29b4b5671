// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A node, as it tells the others of itself. Immutable.
 *
 * @param name of the node
 * @param version of the hub's program
 * @param mscGlobalTitle its own, digits
 * @param state whether it takes messages
 * @param sessions how many sessions each SMPP account has here; those with none are not listed
 * @param configuration a digest of each part of its configuration that must be the same at all nodes, by file or folder
 * @param clockMillis its clock when it told this, epoch milliseconds
 */
public record Member(
        String name,
        String version,
        String mscGlobalTitle,
        State state,
        Map<String, Integer> sessions,
        Map<String, String> configuration,
        long clockMillis) {

    /** Whether a node takes messages. */
    public enum State {
        /** It has not met enough others yet, or its links are not up. */
        STARTING,
        READY,
        /** It ends what it has begun, and is not to get more. */
        DRAINING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Member {
        sessions = Map.copyOf(sessions);
        configuration = Map.copyOf(configuration);
    }

    public Member in(State changed) {
        return new Member(name, version, mscGlobalTitle, changed, sessions, configuration, clockMillis);
    }

    /** The SMPP accounts that have a session here. */
    public Set<String> accounts() {
        return sessions.keySet();
    }

    public Member withSessions(Map<String, Integer> bound) {
        return new Member(name, version, mscGlobalTitle, state, bound, configuration, clockMillis);
    }

    public Member withConfiguration(Map<String, String> digests) {
        return new Member(name, version, mscGlobalTitle, state, sessions, digests, clockMillis);
    }

    public Member withTitle(String title) {
        return new Member(name, version, title, state, sessions, configuration, clockMillis);
    }

    public Member at(long millis) {
        return new Member(name, version, mscGlobalTitle, state, sessions, configuration, millis);
    }
}

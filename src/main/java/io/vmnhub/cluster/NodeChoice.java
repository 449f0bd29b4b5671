// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Chooses the node that is to take the messages for a number, by rendezvous hashing: every node chooses the same one,
 * numbers spread evenly, and when a node comes or goes only its own numbers move.
 */
public final class NodeChoice {

    private NodeChoice() {}

    /**
     * The node for a key among those that are ready; among all, when none is.
     *
     * @param preferred nodes that are better suited, such as those with a session of the application
     */
    public static Optional<Member> of(String key, List<Member> members, Predicate<Member> preferred) {
        List<Member> ready = those(members, member -> member.state() == Member.State.READY);
        List<Member> candidates = those(ready, preferred);
        if (candidates.isEmpty()) {
            candidates = ready.isEmpty() ? members : ready;
        }
        return candidates.stream()
                .max(Comparator.comparingLong((Member member) -> weight(key, member.name()))
                        .thenComparing(Member::name));
    }

    private static List<Member> those(List<Member> members, Predicate<Member> wanted) {
        return members.stream().filter(wanted).toList();
    }

    /** FNV-1a over both, and the finalizer of MurmurHash3, for FNV alone hardly stirs the upper bits. */
    private static long weight(String key, String node) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ '|') * 0x100000001b3L;
        for (int i = 0; i < node.length(); i++) {
            hash = (hash ^ node.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return (hash ^ hash >>> 33) >>> 1;
    }
}

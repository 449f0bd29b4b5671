// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import java.util.Map;
import java.util.TreeMap;

/**
 * A {@link Member} in octets: names and values, so that nodes of two versions understand each other. What a node does
 * not know it passes over; what it misses has a default.
 */
public final class MemberForm {

    private static final int FORM = 1;
    private static final String NAME = "name";
    private static final String VERSION = "version";
    private static final String TITLE = "mscGlobalTitle";
    private static final String STATE = "state";
    private static final String CLOCK = "clock";
    private static final String ACCOUNT = "account.";
    private static final String CONFIGURATION = "configuration.";
    private static final int MOST = 100_000;

    private MemberForm() {}

    public static byte[] write(Member member) {
        Map<String, String> values = new TreeMap<>();
        values.put(NAME, member.name());
        values.put(VERSION, member.version());
        values.put(TITLE, member.mscGlobalTitle());
        values.put(STATE, member.state().name());
        values.put(CLOCK, String.valueOf(member.clockMillis()));
        member.sessions().forEach((account, count) -> values.put(ACCOUNT + account, String.valueOf(count)));
        member.configuration().forEach((file, digest) -> values.put(CONFIGURATION + file, digest));
        return Octets.of(FORM, out -> {
            out.writeInt(values.size());
            for (Map.Entry<String, String> value : values.entrySet()) {
                out.writeUTF(value.getKey());
                out.writeUTF(value.getValue());
            }
        });
    }

    /** @throws IllegalArgumentException when it is no member */
    public static Member read(byte[] octets) {
        Map<String, String> values = Octets.read(FORM, "a member", octets, in -> {
            Map<String, String> read = new TreeMap<>();
            int count = in.readInt();
            if (count < 0 || count > MOST) {
                throw new IllegalArgumentException("a member with " + count + " values");
            }
            for (int i = 0; i < count; i++) {
                read.put(in.readUTF(), in.readUTF());
            }
            return read;
        });
        Map<String, Integer> sessions = new TreeMap<>();
        Map<String, String> configuration = new TreeMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(ACCOUNT)) {
                sessions.put(name.substring(ACCOUNT.length()), count(value));
            } else if (name.startsWith(CONFIGURATION)) {
                configuration.put(name.substring(CONFIGURATION.length()), value);
            }
        });
        return new Member(
                values.getOrDefault(NAME, ""),
                values.getOrDefault(VERSION, ""),
                values.getOrDefault(TITLE, ""),
                state(values.getOrDefault(STATE, "")),
                sessions,
                configuration,
                number(values.getOrDefault(CLOCK, "0")));
    }

    /** One at least: who has none is not told of. */
    private static int count(String value) {
        return value.matches("[0-9]{1,6}") ? Integer.parseInt(value) : 1;
    }

    private static long number(String value) {
        return value.matches("-?[0-9]{1,18}") ? Long.parseLong(value) : 0;
    }

    /** A state that only later versions have is one in which nothing should be sent to the node. */
    private static Member.State state(String name) {
        for (Member.State state : Member.State.values()) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        return Member.State.STARTING;
    }
}

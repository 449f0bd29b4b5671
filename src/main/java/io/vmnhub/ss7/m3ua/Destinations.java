// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one gateway has said about destinations (RFC 4666 clauses 1.4.2.5 and 3.4): it holds for routes over this
 * gateway only. A destination of which nothing was said is available. Not thread-safe.
 */
final class Destinations {

    /** How long an unavailable user part is believed in: there is no message that takes it back. */
    static final Duration USER_PART = Duration.ofSeconds(10);

    private static final int SCCP = 3;
    private static final int POINT_CODE_BITS = 24;

    /** How well a destination is reached. */
    enum Availability {
        AVAILABLE,
        CONGESTED,
        RESTRICTED,
        USER_UNAVAILABLE,
        UNAVAILABLE
    }

    /** Who is told of changes. */
    interface Owner {

        void changed(int pointCode, Availability now, int congestionLevel);
    }

    private record Entry(Availability availability, int congestionLevel) {}

    private final Timers timers;
    private final Owner owner;
    private final Map<Integer, Entry> known = new HashMap<>();

    Destinations(Timers timers, Owner owner) {
        this.timers = timers;
        this.owner = owner;
    }

    Availability of(int pointCode) {
        Entry entry = known.get(pointCode);
        return entry == null ? Availability.AVAILABLE : entry.availability;
    }

    /** Whether messages may be sent there over this gateway. */
    boolean reaches(int pointCode) {
        return of(pointCode).compareTo(Availability.RESTRICTED) <= 0;
    }

    /** The destinations that are worth asking about, in ascending order. */
    Set<Integer> troubled() {
        return new TreeSet<>(known.keySet());
    }

    /** The association is lost: nothing that was said counts any more. */
    void forget() {
        known.clear();
    }

    /**
     * Takes a message of signalling network management.
     *
     * @param configured the point codes that the message may be about: those of the application servers it concerns
     * @throws M3uaException when it names no point code
     */
    void received(M3uaMessage message, Set<Integer> configured) throws M3uaException {
        long[] affected = message.values(Tag.AFFECTED_POINT_CODE);
        if (affected.length == 0) {
            throw new M3uaException(ErrorCode.MISSING_PARAMETER);
        }
        for (long entry : affected) {
            int mask = Math.min(POINT_CODE_BITS, (int) (entry >>> POINT_CODE_BITS));
            int pointCode = (int) entry & 0xffffff;
            for (int candidate : configured) {
                if (candidate >>> mask == pointCode >>> mask) {
                    apply(message, candidate);
                }
            }
        }
    }

    private void apply(M3uaMessage message, int pointCode) {
        Entry before = known.get(pointCode);
        switch (message.type()) {
            case DUNA -> become(pointCode, new Entry(Availability.UNAVAILABLE, 0));
            case DAVA -> become(pointCode, null);
            case DRST -> become(pointCode, new Entry(Availability.RESTRICTED, 0));
            case SCON -> {
                long[] level = message.values(Tag.CONGESTION_INDICATIONS);
                congested(pointCode, before, level.length == 0 ? 1 : (int) level[0] & 0xff);
            }
            case DUPU -> {
                long cause = message.first(Tag.USER_CAUSE).orElse(SCCP);
                if ((cause & 0xffff) == SCCP && reaches(pointCode)) {
                    userUnavailable(pointCode);
                }
            }
            default -> throw new IllegalArgumentException(message.type() + " says nothing about destinations");
        }
    }

    private void congested(int pointCode, Entry before, int level) {
        boolean plain = before == null || before.availability == Availability.CONGESTED;
        if (plain) {
            become(pointCode, level == 0 ? null : new Entry(Availability.CONGESTED, level));
        }
    }

    private void userUnavailable(int pointCode) {
        Entry entry = new Entry(Availability.USER_UNAVAILABLE, 0);
        become(pointCode, entry);
        timers.after(USER_PART, () -> {
            if (known.get(pointCode) == entry) {
                become(pointCode, null);
            }
        });
    }

    private void become(int pointCode, Entry now) {
        Entry before = now == null ? known.remove(pointCode) : known.put(pointCode, now);
        boolean congestedAgain = now != null && now.congestionLevel > 0;
        if (congestedAgain || (before == null ? now != null : !before.equals(now))) {
            owner.changed(
                    pointCode,
                    now == null ? Availability.AVAILABLE : now.availability,
                    now == null ? 0 : now.congestionLevel);
        }
    }
}

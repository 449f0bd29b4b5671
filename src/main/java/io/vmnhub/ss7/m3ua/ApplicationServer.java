// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.Exchange;
import io.vmnhub.ss7.api.Ss7Settings.Role;
import io.vmnhub.ss7.api.Ss7Settings.TrafficMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state of one application server (RFC 4666 clauses 4.3.2 and 4.3.4.5), from the states of its processes. Where the
 * hub is the gateway it also tells the processes of every change, and holds messages back while the application server
 * is pending. Not thread-safe.
 */
final class ApplicationServer {

    /** T(r) of RFC 4666 clause 4.3.2. */
    static final Duration RECOVERY = Duration.ofSeconds(2);

    private static final int PENDING_LIMIT = 10_000;

    private static final int AS_STATE_CHANGE = 1;
    private static final int OTHER = 2;
    private static final int INSUFFICIENT_RESOURCES = 1;
    private static final int ALTERNATE_ACTIVE = 2;
    private static final int ASP_FAILURE = 3;

    /** A process of the application server, over its association. */
    interface Member {

        String association();

        AspState state();

        /** Takes the process out of traffic without its doing. */
        void override();

        /**
         * Sends a Notify, where the process is one that is told.
         *
         * @param process whom it is about
         */
        void notify(int type, int information, OptionalLong process);

        OptionalLong aspIdentifier();
    }

    /** Who is told of changes of the whole application server. */
    interface Owner {

        void changed(ApplicationServer server, String cause);

        /** @param lost messages that waited in vain */
        void discarded(ApplicationServer server, int lost);
    }

    private final Timers timers;
    private final Owner owner;
    private final List<Member> members = new ArrayList<>();
    private volatile Ss7Settings.ApplicationServer settings;
    private AsState state = AsState.DOWN;
    private PendingQueue pending;
    private Timers.Timer recovery;
    private int activeBefore;

    ApplicationServer(Ss7Settings.ApplicationServer settings, Timers timers, Owner owner) {
        this.settings = settings;
        this.timers = timers;
        this.owner = owner;
    }

    Ss7Settings.ApplicationServer settings() {
        return settings;
    }

    /** Other point codes or another minimum of active processes. */
    void settings(Ss7Settings.ApplicationServer changed) {
        settings = changed;
        evaluate("configured");
    }

    String name() {
        return settings.name();
    }

    AsState state() {
        return state;
    }

    /** Where messages wait while the application server is pending. */
    Optional<PendingQueue> pending() {
        return Optional.ofNullable(pending);
    }

    /** Takes the queue of a pending period that has ended well. */
    Optional<PendingQueue> recovered() {
        Optional<PendingQueue> ended = state == AsState.ACTIVE ? pending() : Optional.empty();
        ended.ifPresent(queue -> pending = null);
        return ended;
    }

    List<Member> members() {
        return members;
    }

    void add(Member member) {
        members.add(member);
        evaluate("configured");
    }

    void remove(Member member) {
        members.remove(member);
        evaluate("configured");
    }

    /** Whether the processes are others' and the hub is the gateway, or the equal, that they ask. */
    private boolean serves() {
        return settings.role() == Role.SGP
                || settings.role() == Role.IPSP_SERVER
                || settings.exchange() == Exchange.DOUBLE;
    }

    /** A process has changed its state; what it asked for has been acknowledged. */
    void changed(Member member, AspState before, String cause) {
        if (member.state() == AspState.ACTIVE
                && before != AspState.ACTIVE
                && serves()
                && settings.trafficMode() == TrafficMode.OVERRIDE) {
            override(member);
        }
        AsState was = state;
        evaluate(cause);
        if (before == AspState.DOWN && member.state() != AspState.DOWN && state == was && state != AsState.DOWN) {
            member.notify(AS_STATE_CHANGE, state.information(), OptionalLong.empty());
        }
    }

    /** A process's association was lost. */
    void failed(Member member, AspState before, String cause) {
        if (before != AspState.DOWN && serves()) {
            members.stream()
                    .filter(other -> other != member)
                    .forEach(other -> other.notify(OTHER, ASP_FAILURE, member.aspIdentifier()));
        }
        changed(member, before, cause);
    }

    private void override(Member by) {
        for (Member other : members) {
            if (other != by && other.state() == AspState.ACTIVE) {
                other.override();
                other.notify(OTHER, ALTERNATE_ACTIVE, by.aspIdentifier());
            }
        }
    }

    private void evaluate(String cause) {
        int active = count(AspState.ACTIVE);
        AsState next = next(active);
        boolean fewer = active < activeBefore;
        activeBefore = active;
        if (next != state) {
            become(next, cause);
        }
        if (state == AsState.ACTIVE && fewer && serves() && active < settings.minActive()) {
            members.stream()
                    .filter(member -> member.state() == AspState.INACTIVE)
                    .forEach(member -> member.notify(OTHER, INSUFFICIENT_RESOURCES, OptionalLong.empty()));
        }
    }

    private AsState next(int active) {
        int needed = settings.trafficMode() == TrafficMode.OVERRIDE ? 1 : settings.minActive();
        boolean inTraffic = state == AsState.ACTIVE || state == AsState.PENDING;
        if (active >= needed || inTraffic && active > 0) {
            return AsState.ACTIVE;
        }
        if (serves() && state == AsState.ACTIVE || state == AsState.PENDING && recovery != null) {
            return AsState.PENDING;
        }
        return active + count(AspState.INACTIVE) > 0 ? AsState.INACTIVE : AsState.DOWN;
    }

    private int count(AspState wanted) {
        int count = 0;
        for (Member member : members) {
            count += member.state() == wanted ? 1 : 0;
        }
        return count;
    }

    private void become(AsState next, String cause) {
        boolean wasPending = state == AsState.PENDING;
        state = next;
        if (next == AsState.PENDING) {
            pending = new PendingQueue(PENDING_LIMIT);
            recovery = timers.after(RECOVERY, this::recoveryOver);
        } else if (recovery != null) {
            recovery.cancel();
            recovery = null;
        }
        PendingQueue ended = wasPending && next != AsState.ACTIVE ? pending : null;
        if (ended != null) {
            pending = null;
        }
        owner.changed(this, cause);
        if (ended != null) {
            int lost = ended.discard();
            if (lost > 0) {
                owner.discarded(this, lost);
            }
        }
        if (serves() && next != AsState.DOWN) {
            members.forEach(member -> member.notify(AS_STATE_CHANGE, next.information(), OptionalLong.empty()));
        }
    }

    private void recoveryOver() {
        recovery = null;
        evaluate("no process became active within " + RECOVERY.toSeconds() + " s");
    }

    /** Its end: nothing waits any more. */
    void close() {
        if (recovery != null) {
            recovery.cancel();
            recovery = null;
        }
        pending().ifPresent(PendingQueue::discard);
    }
}

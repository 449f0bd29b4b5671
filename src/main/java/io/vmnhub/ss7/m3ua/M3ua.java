// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.vmnhub.ss7.api.Ss7Events;
import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Status.ApplicationServerStatus;
import io.vmnhub.ss7.api.Ss7Status.AssociationStatus;
import io.vmnhub.ss7.transport.SigtranTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.restcomm.protocols.ss7.mtp.Mtp3UserPart;

/**
 * The M3UA layer of one signalling stack: its associations and application servers, and the routes that their states
 * and what gateways say leave open to SCCP. It transfers nothing: DATA for other point codes goes nowhere. Thread-safe.
 */
public final class M3ua implements Peer.Layer, ApplicationServer.Owner {

    private final Object lock = new Object();
    private final Ss7Events events;
    private final int pointCode;
    private final int networkIndicator;
    private final ExecutorTimers timers;
    private final MtpService mtp;
    private final AuditAnswer audit;
    private final SigtranTransport transport;
    private final Configuration configuration;
    private final Map<String, Withdrawal> locked = new HashMap<>();
    /** Those that are about to be removed, or opened anew, by other settings. */
    private final Map<String, Withdrawal> leaving = new HashMap<>();

    private boolean opened;

    /** @param name for thread names */
    public M3ua(String name, Ss7Settings settings, Ss7Events events) {
        this.events = events;
        pointCode = settings.pointCode();
        networkIndicator = settings.networkIndicator();
        timers = new ExecutorTimers(name, lock);
        mtp = new MtpService(name, settings.deliveryThreads(), events);
        audit = new AuditAnswer(pointCode);
        transport = new SigtranTransport(mtp::backlog, events);
        configuration = new Configuration(this, transport);
        synchronized (lock) {
            configuration.apply(settings);
            statesChanged("configured");
        }
    }

    /**
     * Listens and connects.
     *
     * @throws IOException names the address that cannot be bound
     */
    public void open() throws IOException {
        for (Ss7Settings.Association association : configuration.associations()) {
            transport.listen(association);
        }
        synchronized (lock) {
            opened = true;
            configuration.addLinks();
            configuration.peers().keySet().forEach(transport::start);
        }
    }

    /**
     * Binds the addresses that {@code settings} listen on besides those that are bound; {@link #apply} uses them, or
     * closes them.
     *
     * @throws IOException names the address that cannot be bound; none of the new ones is bound then
     */
    public void listen(Ss7Settings settings) throws IOException {
        boolean bound = false;
        try {
            if (opened) {
                for (Ss7Settings.Association association : settings.associations()) {
                    transport.listen(association);
                }
            }
            bound = true;
        } finally {
            if (!bound) {
                transport.closeUnused();
            }
        }
    }

    /**
     * Changes associations and application servers to what {@code settings} say: what is the same goes on untouched.
     *
     * @throws IOException when an address cannot be bound; nothing has changed then
     */
    public void apply(Ss7Settings settings) throws IOException {
        try {
            listen(settings);
            synchronized (lock) {
                Set<String> fresh = configuration.apply(settings);
                locked.keySet().retainAll(configuration.peers().keySet());
                if (opened) {
                    configuration.addLinks();
                    fresh.stream().filter(name -> !locked.containsKey(name)).forEach(transport::start);
                }
                statesChanged("the configuration changed");
            }
        } finally {
            transport.closeUnused();
        }
    }

    /**
     * Takes an association out of service until it is unlocked; see {@link Withdrawal}.
     *
     * @param patience how long to wait for {@code idle} where no other association leads to the same point codes
     * @return completed when the association has closed
     * @throws IllegalArgumentException when there is no such association
     */
    public CompletableFuture<Void> lock(String association, Duration patience, BooleanSupplier idle) {
        synchronized (lock) {
            Peer peer = configuration.peer(association);
            if (locked.containsKey(association)) {
                return locked.get(association).closed();
            }
            events.stateChanged("association", association, "LOCKED", "management");
            Withdrawal underWay = leaving.remove(association);
            if (underWay != null) {
                locked.put(association, underWay);
                return underWay.closed();
            }
            return withdraw(peer, locked, "association " + association + " is locked", patience, idle);
        }
    }

    private CompletableFuture<Void> withdraw(
            Peer peer, Map<String, Withdrawal> among, String cause, Duration patience, BooleanSupplier idle) {
        Withdrawal withdrawal = new Withdrawal(timers, peer, cause, () -> transport.stop(peer.association()));
        among.put(peer.association(), withdrawal);
        return configuration.hasAlternative(peer) ? withdrawal.besideOthers() : withdrawal.alone(patience, idle);
    }

    /**
     * Takes an association out of service that other settings are about to remove or to open anew; {@link #resume} puts
     * back those that stay. One that is not connected, or locked, is left as it is.
     *
     * @return completed when the association has closed
     */
    public CompletableFuture<Void> withdraw(String association, String cause, Duration patience, BooleanSupplier idle) {
        synchronized (lock) {
            Peer peer = configuration.peer(association);
            if (!peer.isConnected() || locked.containsKey(association)) {
                return CompletableFuture.completedFuture(null);
            }
            events.stateChanged("association", association, "CLOSING", cause);
            return withdraw(peer, leaving, "association " + association + " closes: " + cause, patience, idle);
        }
    }

    /** After {@link #apply}, or its failure: what was withdrawn for it and is still there comes back. */
    public void resume() {
        synchronized (lock) {
            leaving.forEach((association, withdrawal) -> {
                withdrawal.cancel();
                Peer peer = configuration.peers().get(association);
                if (peer != null && withdrawal.isOf(peer)) {
                    reopen(peer);
                }
            });
            leaving.clear();
        }
    }

    private void reopen(Peer peer) {
        peer.returns();
        if (peer.isConnected()) {
            peer.up();
        } else {
            transport.start(peer.association());
        }
    }

    /**
     * Opens an association that was locked.
     *
     * @throws IllegalArgumentException when there is no such association
     */
    public void unlock(String association) {
        synchronized (lock) {
            Peer peer = configuration.peer(association);
            Withdrawal withdrawal = locked.remove(association);
            if (withdrawal != null) {
                withdrawal.cancel();
                events.stateChanged("association", association, "UNLOCKED", "management");
                reopen(peer);
            }
        }
    }

    /**
     * Takes all associations out of service; the future is completed when they have closed, which takes some seconds at
     * most after they are idle.
     *
     * @param patience how long to wait for {@code idle}
     * @param idle whether nothing needs them any more
     */
    public CompletableFuture<Void> close(Duration patience, BooleanSupplier idle) {
        synchronized (lock) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            locked.values().forEach(Withdrawal::cancel);
            leaving.values().forEach(Withdrawal::cancel);
            configuration
                    .peers()
                    .forEach((name, peer) ->
                            all.add(new Withdrawal(timers, peer, "the hub stops", () -> transport.stop(name))
                                    .alone(patience, idle)));
            return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
        }
    }

    /** Closes what is still open. */
    public void stop() {
        transport.stop();
        timers.stop();
        mtp.stop();
        synchronized (lock) {
            configuration.servers().values().forEach(ApplicationServer::close);
        }
    }

    /** The service that SCCP uses. */
    public Mtp3UserPart userPart() {
        return mtp;
    }

    /** Whether a message to that point code would be sent now, or within a moment. */
    public boolean reaches(int destination) {
        Route route = mtp.routes().to(destination);
        return route != null && route.takes();
    }

    public List<AssociationStatus> associationStatus() {
        synchronized (lock) {
            return configuration.associationStatus(locked.keySet());
        }
    }

    public List<ApplicationServerStatus> applicationServerStatus() {
        synchronized (lock) {
            return configuration.applicationServerStatus(mtp.routes());
        }
    }

    // What the state machines say; all of it with the lock

    @Override
    public Object lock() {
        return lock;
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public Ss7Events events() {
        return events;
    }

    @Override
    public int pointCode() {
        return pointCode;
    }

    @Override
    public int networkIndicator() {
        return networkIndicator;
    }

    @Override
    public AuditAnswer audit() {
        return audit;
    }

    @Override
    public void deliver(
            int serviceIndicator,
            int networkIndicator,
            int priority,
            int origin,
            int destination,
            int sls,
            byte[] userData) {
        mtp.deliver(serviceIndicator, networkIndicator, priority, origin, destination, sls, userData);
    }

    @Override
    public void changed(ApplicationServer server, String cause) {
        events.stateChanged("application server", server.name(), server.state().name(), cause);
        statesChanged(cause);
    }

    @Override
    public void discarded(ApplicationServer server, int lost) {
        events.remark(
                server.name(),
                lost + " messages were not sent: the application server did not come back within "
                        + ApplicationServer.RECOVERY.toSeconds() + " s");
    }

    /** The new routes, first of all; then SCCP hears of what has changed, and what waited is sent. */
    @Override
    public void statesChanged(String cause) {
        mtp.become(new RouteTable(configuration.servers().values(), mtp::changeOver).compute(), cause);
        configuration.servers().values().forEach(this::release);
    }

    private void release(ApplicationServer server) {
        server.recovered().ifPresent(queue -> {
            int lost = queue.release(mtp::sendOverPath);
            if (lost > 0) {
                events.remark(
                        server.name(),
                        lost + " messages that waited were not sent: their point codes cannot be reached");
            }
        });
    }

    @Override
    public void congested(int destination, int level) {
        if (mtp.routes().to(destination) != null && configuration.congestedEverywhere(destination)) {
            mtp.congested(destination, level);
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.vmnhub.ss7.api.Ss7Events;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.restcomm.protocols.ss7.mtp.Mtp3PausePrimitive;
import org.restcomm.protocols.ss7.mtp.Mtp3ResumePrimitive;
import org.restcomm.protocols.ss7.mtp.Mtp3StatusCause;
import org.restcomm.protocols.ss7.mtp.Mtp3StatusPrimitive;
import org.restcomm.protocols.ss7.mtp.Mtp3TransferPrimitive;
import org.restcomm.protocols.ss7.mtp.Mtp3TransferPrimitiveFactory;
import org.restcomm.protocols.ss7.mtp.Mtp3UserPart;
import org.restcomm.protocols.ss7.mtp.Mtp3UserPartListener;
import org.restcomm.protocols.ss7.mtp.RoutingLabelFormat;
import org.restcomm.ss7.congestion.ExecutorCongestionMonitor;

/**
 * The service that M3UA gives jSS7's SCCP in MTP's place (RFC 4666 clause 1.6.1): it transfers messages over the routes
 * that are open, and reports which point codes can be reached. Thread-safe.
 */
final class MtpService implements Mtp3UserPart {

    /** The longest signalling information field of MTP less the routing label (ITU-T Q.703). */
    private static final int MAX_USER_DATA = 272 - 4;

    private static final int SCCP = 3;

    private final Ss7Events events;
    private final int deliveryThreads;
    private final CopyOnWriteArrayList<Mtp3UserPartListener> users = new CopyOnWriteArrayList<>();
    private final DeliveryThreads delivery;
    private final Mtp3TransferPrimitiveFactory primitives = new Mtp3TransferPrimitiveFactory(RoutingLabelFormat.ITU);
    /** What SCCP knows; guarded by the lock of {@link M3ua}. */
    private final Map<Integer, Boolean> reachable = new HashMap<>();

    private volatile Routes routes = Routes.NONE;

    /** @param name for thread names */
    MtpService(String name, int deliveryThreads, Ss7Events events) {
        this.events = events;
        this.deliveryThreads = deliveryThreads;
        delivery = new DeliveryThreads(name, deliveryThreads, users);
    }

    Routes routes() {
        return routes;
    }

    /** How many received messages wait for SCCP. */
    int backlog() {
        return delivery.backlog();
    }

    /** Uses other routes from now on, and then reports to SCCP what has changed; with the lock of {@link M3ua}. */
    void become(Map<Integer, Route> computed, String cause) {
        routes = new Routes(computed);
        computed.forEach((destination, route) -> {
            Boolean before = reachable.put(destination, route.takes());
            if (before == null || before == route.takes()) {
                return;
            }
            events.stateChanged(
                    "point code", String.valueOf(destination), route.takes() ? "REACHABLE" : "UNREACHABLE", cause);
            if (route.takes()) {
                users.forEach(user -> user.onMtp3ResumeMessage(new Mtp3ResumePrimitive(destination)));
            } else {
                users.forEach(user -> user.onMtp3PauseMessage(new Mtp3PausePrimitive(destination)));
            }
        });
        reachable.keySet().retainAll(computed.keySet());
    }

    void congested(int destination, int level) {
        users.forEach(user -> user.onMtp3StatusMessage(
                new Mtp3StatusPrimitive(destination, Mtp3StatusCause.SignallingNetworkCongested, level, SCCP)));
    }

    void deliver(
            int serviceIndicator,
            int networkIndicator,
            int priority,
            int origin,
            int destination,
            int sls,
            byte[] userData) {
        delivery.deliver(primitives.createMtp3TransferPrimitive(
                serviceIndicator, networkIndicator, priority, origin, destination, sls, userData));
    }

    @Override
    public void sendMessage(Mtp3TransferPrimitive message) {
        Route route = routes.to(message.getDpc());
        if (route == null || !route.send(message, "")) {
            events.messageRefused("a message to point code " + message.getDpc() + ": it cannot be reached");
        }
    }

    /** The association ended before the message had left: it goes over another, once. */
    void changeOver(Mtp3TransferPrimitive message, String failed) {
        Route route = routes.to(message.getDpc());
        if (route == null || !route.send(message, failed)) {
            events.messageRefused("a message to point code " + message.getDpc() + ": association " + failed
                    + " ended, and there is no other");
        }
    }

    /** @return false when there is no path now for a message that has waited for one */
    boolean sendOverPath(Mtp3TransferPrimitive message) {
        Route route = routes.to(message.getDpc());
        return route != null && route.hasPath() && route.send(message, "");
    }

    @Override
    public void start() {
        // everything starts with M3ua.open(), when SCCP and its users are ready
    }

    @Override
    public void stop() {
        delivery.stop();
    }

    @Override
    public void addMtp3UserPartListener(Mtp3UserPartListener listener) {
        users.add(listener);
    }

    @Override
    public void removeMtp3UserPartListener(Mtp3UserPartListener listener) {
        users.remove(listener);
    }

    @Override
    public Mtp3TransferPrimitiveFactory getMtp3TransferPrimitiveFactory() {
        return primitives;
    }

    @Override
    public int getMaxUserDataLength(int destination) {
        return MAX_USER_DATA;
    }

    @Override
    public RoutingLabelFormat getRoutingLabelFormat() {
        return RoutingLabelFormat.ITU;
    }

    @Override
    public void setRoutingLabelFormat(RoutingLabelFormat format) {
        if (format != RoutingLabelFormat.ITU) {
            throw new IllegalArgumentException("the routing label format " + format + " is not offered, only ITU");
        }
    }

    @Override
    public boolean isUseLsbForLinksetSelection() {
        return false;
    }

    @Override
    public void setUseLsbForLinksetSelection(boolean use) {
        throw new UnsupportedOperationException("associations are chosen by the whole SLS");
    }

    @Override
    public int getDeliveryMessageThreadCount() {
        return deliveryThreads;
    }

    @Override
    public void setDeliveryMessageThreadCount(int count) {
        throw new UnsupportedOperationException("the number of delivery threads is set when the layer is made");
    }

    /** None: the transport holds peers back by not reading. */
    @Override
    public ExecutorCongestionMonitor getExecutorCongestionMonitor() {
        return null;
    }
}

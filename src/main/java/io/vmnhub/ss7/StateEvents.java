package io.vmnhub.ss7;

import org.restcomm.protocols.ss7.m3ua.As;
import org.restcomm.protocols.ss7.m3ua.Asp;
import org.restcomm.protocols.ss7.m3ua.AspFactory;
import org.restcomm.protocols.ss7.m3ua.M3UAManagementEventListener;
import org.restcomm.protocols.ss7.m3ua.State;

/** Passes M3UA's state changes on to the stack's owner. */
final class StateEvents implements M3UAManagementEventListener {

    private final Ss7Events events;

    StateEvents(Ss7Events events) {
        this.events = events;
    }

    private void server(As server, State old) {
        if (!server.getState().getName().equals(old.getName())) {
            events.stateChanged("application server", server.getName(), server.getState().getName());
        }
    }

    private void process(Asp process, State old) {
        if (!process.getState().getName().equals(old.getName())) {
            events.stateChanged("process of " + process.getAs().getName() + " over", process.getName(), process.getState().getName());
        }
    }

    @Override
    public void onAspActive(Asp asp, State oldState) {
        process(asp, oldState);
    }

    @Override
    public void onAspInactive(Asp asp, State oldState) {
        process(asp, oldState);
    }

    @Override
    public void onAspDown(Asp asp, State oldState) {
        process(asp, oldState);
    }

    @Override
    public void onAsActive(As as, State oldState) {
        server(as, oldState);
    }

    @Override
    public void onAsPending(As as, State oldState) {
        server(as, oldState);
    }

    @Override
    public void onAsInactive(As as, State oldState) {
        server(as, oldState);
    }

    @Override
    public void onAsDown(As as, State oldState) {
        server(as, oldState);
    }

    @Override
    public void onServiceStarted() {
    }

    @Override
    public void onServiceStopped() {
    }

    @Override
    public void onRemoveAllResources() {
    }

    @Override
    public void onAsCreated(As as) {
    }

    @Override
    public void onAsDestroyed(As as) {
    }

    @Override
    public void onAspFactoryCreated(AspFactory aspFactory) {
    }

    @Override
    public void onAspFactoryDestroyed(AspFactory aspFactory) {
    }

    @Override
    public void onAspAssignedToAs(As as, Asp asp) {
    }

    @Override
    public void onAspUnassignedFromAs(As as, Asp asp) {
    }

    @Override
    public void onAspFactoryStarted(AspFactory aspFactory) {
    }

    @Override
    public void onAspFactoryStopped(AspFactory aspFactory) {
    }
}

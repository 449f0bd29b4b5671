// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import io.vmnhub.ss7.api.Ss7Settings;
import java.util.OptionalLong;

/** One application server over one association: a process of it. */
final class Membership implements ApplicationServer.Member {

    private final Peer peer;
    private final ApplicationServer server;
    /** The state that the application server was told last. */
    private AspState told = AspState.DOWN;

    private volatile boolean receives;

    Membership(Peer peer, ApplicationServer server) {
        this.peer = peer;
        this.server = server;
    }

    Peer peer() {
        return peer;
    }

    ApplicationServer server() {
        return server;
    }

    Ss7Settings.ApplicationServer settings() {
        return server.settings();
    }

    @Override
    public String association() {
        return peer.association();
    }

    @Override
    public AspState state() {
        return peer.state(server.name());
    }

    @Override
    public void override() {
        peer.override(this);
    }

    @Override
    public void notify(int type, int information, OptionalLong process) {
        peer.notify(server.settings(), type, information, process);
    }

    @Override
    public OptionalLong aspIdentifier() {
        return peer.aspIdentifier();
    }

    /** Whether DATA is taken from the peer; read by the threads of the transport. */
    boolean receives() {
        return receives;
    }

    void receives(boolean value) {
        receives = value;
    }

    /** @return the state before, and remembers the one that is */
    AspState reported(AspState now) {
        AspState before = told;
        told = now;
        return before;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

import io.vmnhub.fixture.FreePort;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.m3ua.GatewayAnswers;
import io.vmnhub.peer.m3ua.SignallingLink;
import io.vmnhub.peer.transport.TcpTransport;
import io.vmnhub.peer.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A signalling transfer point in front of an application server whose processes are the nodes of a farm: each connects
 * to it, and what comes for the application server goes to one of those that are active, by its signalling link
 * selection. A process that does not answer heartbeats is taken for dead.
 */
final class LoadSharingStp implements TransferPoint {

    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(3);
    private static final int BETWEEN_BEATS_MILLIS = 1_000;

    private final Smsc smsc;
    private final int port = FreePort.next();
    private final Transport.Listener listener;
    private final ScheduledExecutorService heartbeats = Executors.newScheduledThreadPool(2 * Nodes.COUNT);

    LoadSharingStp() throws IOException {
        smsc = TransferPoint.smscBuilder().asSgp(101).open();
        listener = TcpTransport.listen(new InetSocketAddress("127.0.0.1", port), this::accepted);
    }

    private void accepted(Transport transport) {
        SignallingLink link = smsc.attach(transport, new GatewayAnswers());
        watch(link, 0);
    }

    private void watch(SignallingLink link, int beats) {
        heartbeats.schedule(() -> beat(link, beats), BETWEEN_BEATS_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void beat(SignallingLink link, int beats) {
        try {
            if (link.isOpen()) {
                link.beat(new byte[] {(byte) (beats >> 8), (byte) beats}, ANSWERED_WITHIN);
                watch(link, beats + 1);
            }
        } catch (AssertionError | UncheckedIOException silent) {
            link.abort();
        }
    }

    @Override
    public Smsc smsc() {
        return smsc;
    }

    @Override
    public String association(int node) {
        return "{name: stp, protocol: tcp, side: client, heartbeat: 2s, reconnectDelay: 200ms, "
                + "local: {addresses: [127.0.0.1], port: 0}, peer: {addresses: [127.0.0.1], port: " + port + "}}";
    }

    @Override
    public void close() {
        heartbeats.shutdownNow();
        listener.close();
        smsc.close();
    }
}

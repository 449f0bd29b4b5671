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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A signalling transfer point in front of an application server whose processes are the nodes of a farm: each connects
 * to it, and what comes for the application server goes to one of those that are active, by its signalling link
 * selection. A process that does not answer heartbeats is taken for dead.
 */
final class LoadSharingStp implements AutoCloseable {

    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(3);
    private static final int BETWEEN_BEATS_MILLIS = 1_000;

    private final Smsc smsc;
    private final int port = FreePort.next();
    private final Transport.Listener listener;
    private final ExecutorService heartbeats = Executors.newCachedThreadPool();

    /** @param smsc behind it; without links of its own */
    LoadSharingStp(Smsc smsc) throws IOException {
        this.smsc = smsc;
        listener = TcpTransport.listen(new InetSocketAddress("127.0.0.1", port), this::accepted);
    }

    private void accepted(Transport transport) {
        SignallingLink link = smsc.attach(transport, new GatewayAnswers());
        heartbeats.execute(() -> watch(link));
    }

    private static void watch(SignallingLink link) {
        int beats = 0;
        while (link.isOpen()) {
            try {
                Thread.sleep(BETWEEN_BEATS_MILLIS);
                link.beat(new byte[] {(byte) (beats >> 8), (byte) beats++}, ANSWERED_WITHIN);
            } catch (AssertionError | UncheckedIOException silent) {
                link.abort();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Where the nodes connect to. */
    int port() {
        return port;
    }

    @Override
    public void close() {
        heartbeats.shutdownNow();
        listener.close();
    }
}

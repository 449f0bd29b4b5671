// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jgroups.util.DefaultSocketFactory;
import org.jgroups.util.SocketFactory;
import org.jgroups.util.TLS;

/**
 * TLS on both sides whose handshake ends in time: the kernel of a node that stands still accepts connections, and
 * nobody there answers.
 */
final class TimedTls extends TLS {

    private final int handshakeMillis;

    TimedTls(SSLContext context, int handshakeMillis) {
        this.handshakeMillis = handshakeMillis;
        enabled(true).setSSLContext(context).setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    }

    @Override
    public SocketFactory createSocketFactory(SSLContext context) {
        DefaultSocketFactory sockets = (DefaultSocketFactory) super.createSocketFactory(context);
        sockets.setSocketConfigurator(this::limit);
        return sockets;
    }

    /** A read may take only so long, until the handshake is over. */
    private void limit(Socket socket) {
        ((SSLSocket) socket).addHandshakeCompletedListener(over -> readWithin(over.getSocket(), 0));
        readWithin(socket, handshakeMillis);
    }

    private static void readWithin(Socket socket, int millis) {
        try {
            socket.setSoTimeout(millis);
        } catch (SocketException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException("the time to wait for a node cannot be set", e);
            }
        }
    }
}

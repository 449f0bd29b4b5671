package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.SmppSettings.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port that ESMEs connect to, with the thread that accepts them. */
final class Door implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);
    private static final int BACKLOG = 256;
    private static final long PAUSE_MILLIS = 100;

    private final Listener listener;
    private volatile Optional<TlsContext> tls;
    private final ServerSocket server;
    private final Thread thread;

    /** @param accepted what is done with each connection; must not block */
    Door(Listener listener, BiConsumer<Door, Socket> accepted) throws IOException {
        this.listener = listener;
        this.tls = listener.tls().isPresent() ? Optional.of(new TlsContext(listener.tls().get())) : Optional.empty();
        this.server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByName(listener.address()), listener.port()), BACKLOG);
        } catch (IOException e) {
            server.close();
            throw new IOException("SMPP cannot listen at " + listener + ": " + e.getMessage(), e);
        }
        this.thread = new Thread(() -> accept(accepted), "smpp-accept-" + server.getLocalPort());
        thread.setDaemon(true);
    }

    void open() {
        thread.start();
    }

    Listener listener() {
        return listener;
    }

    /** The TLS server above an accepted socket, or the socket itself on a plain port. */
    Socket layered(Socket tcp) throws IOException {
        return tls.isPresent() ? tls.get().above(tcp) : tcp;
    }

    /** Takes the certificate as it is now in its files, for connections to come. @throws IOException when it cannot be used: the old one stays */
    boolean renewCertificate() throws IOException {
        if (tls.isEmpty() || !tls.get().isOutdated(listener.tls().get())) {
            return false;
        }
        tls = Optional.of(new TlsContext(listener.tls().get()));
        return true;
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept(BiConsumer<Door, Socket> accepted) {
        while (!server.isClosed()) {
            try {
                accepted.accept(this, server.accept());
            } catch (SocketException e) {
                if (!server.isClosed()) {
                    pause(e); // out of file descriptors, most likely
                }
            } catch (IOException e) {
                pause(e);
            }
        }
    }

    private void pause(IOException cause) {
        LOG.warn("SMPP at {} could not accept a connection: {}", listener, cause.getMessage());
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("SMPP at {} did not close: {}", listener, e.getMessage());
        }
    }

    /** A socket that is of no more use: that it cannot even be closed is of none either. */
    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A connection did not close: {}", e.getMessage());
        }
    }
}

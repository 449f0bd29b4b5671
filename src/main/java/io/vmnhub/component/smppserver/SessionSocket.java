package io.vmnhub.component.smppserver;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.jsmpp.session.connection.Connection;

/**
 * A connection whose first PDU, the bind, has been read already and is read again. Closing it never waits for a write that the peer
 * does not take: the TCP socket goes, not the TLS layer above it.
 */
final class SessionSocket implements Connection {

    private static final int BUFFER = 8_192;

    private final Socket tcp;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /**
     * @param tcp    the TCP socket
     * @param socket the same, or the TLS socket above it
     * @param bind   what is to be read first
     */
    SessionSocket(Socket tcp, Socket socket, byte[] bind) throws IOException {
        this.tcp = tcp;
        this.socket = socket;
        this.in = new SequenceInputStream(new ByteArrayInputStream(bind), new BufferedInputStream(socket.getInputStream(), BUFFER));
        this.out = socket.getOutputStream();
    }

    @Override
    public boolean isOpen() {
        return !tcp.isClosed();
    }

    @Override
    public InetAddress getInetAddress() {
        return tcp.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return tcp.getLocalAddress();
    }

    @Override
    public int getPort() {
        return tcp.getPort();
    }

    @Override
    public int getLocalPort() {
        return tcp.getLocalPort();
    }

    @Override
    public InputStream getInputStream() {
        return in;
    }

    @Override
    public OutputStream getOutputStream() {
        return out;
    }

    @Override
    public void setSoTimeout(int timeout) throws IOException {
        socket.setSoTimeout(timeout);
    }

    @Override
    public void close() throws IOException {
        tcp.close();
    }
}

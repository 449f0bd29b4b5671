// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.transport;

import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.Octets;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.function.Consumer;

/** M3UA straight over TCP: PDUs are cut by the length in their header. */
public final class TcpTransport implements Transport {

    private static final int LARGEST_PDU = 1 << 20;

    private final Socket socket;
    private volatile boolean closedHere;

    private TcpTransport(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
    }

    public static TcpTransport connect(InetSocketAddress local, InetSocketAddress remote, int timeoutMillis)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(local);
            socket.connect(remote, timeoutMillis);
            return new TcpTransport(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Listens and hands over each connection. */
    public static Listener listen(InetSocketAddress local, Consumer<Transport> accepted) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(local);
        Thread thread = new Thread(() -> accept(server, accepted), "peer-tcp-accept-" + server.getLocalPort());
        thread.setDaemon(true);
        thread.start();
        return new Listener() {
            @Override
            public int port() {
                return server.getLocalPort();
            }

            @Override
            public void close() {
                closeQuietly(server);
            }
        };
    }

    private static void accept(ServerSocket server, Consumer<Transport> accepted) {
        while (!server.isClosed()) {
            try {
                accepted.accept(new TcpTransport(server.accept()));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Override
    public void start(Consumer<Received> receiver, Consumer<Exception> closed) {
        Thread thread = new Thread(() -> read(receiver, closed), "peer-tcp-read-" + socket.getLocalPort());
        thread.setDaemon(true);
        thread.start();
    }

    private void read(Consumer<Received> receiver, Consumer<Exception> closed) {
        Exception reason = null;
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            byte[] header = new byte[8];
            for (int first = in.read(); first >= 0; first = in.read()) {
                header[0] = (byte) first;
                in.readFully(header, 1, 7);
                int length = (header[4] & 0xff) << 24
                        | (header[5] & 0xff) << 16
                        | (header[6] & 0xff) << 8
                        | header[7] & 0xff;
                if (header[0] != 1 || length < 8 || length > LARGEST_PDU) {
                    throw new MalformedPduException("M3UA over TCP: not a header: " + Octets.hex(header));
                }
                byte[] pdu = Arrays.copyOf(header, length);
                in.readFully(pdu, 8, length - 8);
                receiver.accept(new Received(pdu, 0, M3UA_PPID, false));
            }
        } catch (EOFException e) {
            reason = new MalformedPduException("M3UA over TCP: the connection ended inside a PDU");
        } catch (IOException | MalformedPduException e) {
            reason = closedHere ? null : e;
        } finally {
            closeQuietly(socket);
            closed.accept(reason);
        }
    }

    @Override
    public void send(byte[] pdu, int stream) throws IOException {
        synchronized (socket) {
            socket.getOutputStream().write(pdu);
        }
    }

    @Override
    public void sendRaw(byte[] bytes, int stream, int ppid) throws IOException {
        send(bytes, stream);
    }

    @Override
    public int streams() {
        return 1;
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosed();
    }

    @Override
    public void finish() {
        closedHere = true;
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            closeQuietly(socket);
        }
    }

    @Override
    public void close() {
        closedHere = true;
        closeQuietly(socket);
    }

    @Override
    public void abort() {
        closedHere = true;
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
        closeQuietly(socket);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket would not close", e);
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMSC that lets everybody bind and answers messages when and how a test wants. */
final class RawSmsc implements AutoCloseable {

    private static final int BIND_TRANSMITTER = 0x02;
    private static final int ENQUIRE_LINK = 0x15;
    private static final int UNBIND = 0x06;

    /** All PDUs but those of binding and enquire_link. */
    final List<ByteBuffer> received = new CopyOnWriteArrayList<>();

    final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    volatile boolean answersEnquiries = true;

    private RawSmsc(ServerSocket server) {
        this.server = server;
    }

    static RawSmsc open() throws IOException {
        RawSmsc smsc = new RawSmsc(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        smsc.run("raw-smsc", smsc::accept);
        return smsc;
    }

    int port() {
        return server.getLocalPort();
    }

    private interface Work {

        void run() throws IOException;
    }

    private void run(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        Thread.currentThread().interrupt(); // closed: the thread ends
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = server.accept();
            connections.add(socket);
            run("raw-smsc-reader", () -> read(socket));
        }
    }

    private void read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (true) {
            int length = in.readInt();
            ByteBuffer pdu = ByteBuffer.allocate(length).putInt(0, length);
            in.readFully(pdu.array(), 4, length - 4);
            int command = pdu.getInt(4);
            if (command == BIND_TRANSMITTER) {
                send(socket, RawEsme.pdu(command | 0x80000000, 0, pdu.getInt(12), new byte[] {'x', 0}));
            } else if (command == ENQUIRE_LINK || command == UNBIND) {
                if (answersEnquiries) {
                    send(socket, RawEsme.pdu(command | 0x80000000, 0, pdu.getInt(12), new byte[0]));
                }
            } else {
                received.add(pdu);
            }
        }
    }

    /** Answers with a body that no specification knows, which must not matter. */
    void answer(ByteBuffer pdu, int status) throws IOException {
        send(
                connections.get(connections.size() - 1),
                RawEsme.pdu(pdu.getInt(4) | 0x80000000, status, pdu.getInt(12), new byte[] {1, 2, 3}));
    }

    void send(Socket socket, byte[] pdu) throws IOException {
        synchronized (socket) {
            socket.getOutputStream().write(pdu);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An ESME that sends whatever octets a test wants, and answers nothing by itself. */
public final class RawEsme implements AutoCloseable {

    final Socket socket;

    private RawEsme(Socket socket) {
        this.socket = socket;
    }

    static RawEsme connected(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(5_000);
        return new RawEsme(socket);
    }

    /** From another address of this machine, 127.0.0.2 say. */
    static RawEsme connectedFrom(String address, int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port, InetAddress.getByName(address), 0);
        socket.setSoTimeout(10_000);
        return new RawEsme(socket);
    }

    /** Binds as acme. @return the status of the answer */
    int bindAs(String password) throws IOException {
        send(pdu(0x09, 0, 1, bind("acme", password, 0x34)));
        return ByteBuffer.wrap(receive()).getInt(8);
    }

    public static RawEsme bound(int port) throws IOException {
        RawEsme esme = connected(port);
        esme.send(pdu(0x09, 0, 1, bind("acme", "secret", 0x34)));
        byte[] answer = esme.receive();
        if (ByteBuffer.wrap(answer).getInt(8) != 0) {
            throw new IOException("refused");
        }
        return esme;
    }

    static byte[] bind(String systemId, String password, int version) {
        byte[] text = (systemId + "\0" + password + "\0\0").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(text.length + 4)
                .put(text)
                .put((byte) version)
                .put(new byte[3])
                .array();
    }

    public static byte[] pdu(int commandId, int status, int sequenceNumber, byte[] body) {
        return ByteBuffer.allocate(16 + body.length)
                .putInt(16 + body.length)
                .putInt(commandId)
                .putInt(status)
                .putInt(sequenceNumber)
                .put(body)
                .array();
    }

    public RawEsme send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        return this;
    }

    /** The next PDU. */
    public byte[] receive() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int length = in.readInt();
        byte[] pdu = ByteBuffer.allocate(length).putInt(length).array();
        in.readFully(pdu, 4, length - 4);
        return pdu;
    }

    /** Every command_id until the hub closes. */
    List<Integer> commands() throws IOException {
        List<Integer> commands = new ArrayList<>();
        try {
            while (true) {
                commands.add(ByteBuffer.wrap(receive()).getInt(4));
            }
        } catch (EOFException | SocketException e) {
            return commands;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

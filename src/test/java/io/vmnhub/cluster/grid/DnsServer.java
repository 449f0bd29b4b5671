// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A DNS server (RFC 1035) over UDP that knows one name, and its IPv4 addresses. */
final class DnsServer implements AutoCloseable {

    private static final int ANSWER = 0x8580;
    private static final int NO_SUCH_NAME = 0x8583;
    private static final int TYPE_A = 1;
    private static final int HEADER = 12;
    private static final int NAME_OF_THE_QUESTION = 0xc00c;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final String name;
    private final List<String> addresses;

    DnsServer(String name, List<String> addresses) throws IOException {
        this.name = name;
        this.addresses = addresses;
        Thread thread = new Thread(this::serve, "dns");
        thread.setDaemon(true);
        thread.start();
    }

    /** Where it listens, as JNDI has it. */
    String place() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            DatagramPacket asked = new DatagramPacket(new byte[512], 512);
            try {
                socket.receive(asked);
                byte[] answer = answer(ByteBuffer.wrap(asked.getData(), 0, asked.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, asked.getSocketAddress()));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private byte[] answer(ByteBuffer question) throws IOException {
        question.position(HEADER);
        StringBuilder wanted = new StringBuilder();
        for (int length = question.get(); length > 0; length = question.get()) {
            byte[] label = new byte[length];
            question.get(label);
            wanted.append(wanted.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        int type = question.getShort();
        question.getShort(); // the class
        boolean known = wanted.toString().equalsIgnoreCase(name);
        List<String> found = known && type == TYPE_A ? addresses : List.of();
        ByteBuffer answer = ByteBuffer.allocate(512);
        answer.put(question.array(), 0, 2);
        answer.putShort((short) (known ? ANSWER : NO_SUCH_NAME));
        answer.putShort((short) 1)
                .putShort((short) found.size())
                .putShort((short) 0)
                .putShort((short) 0);
        answer.put(question.array(), HEADER, question.position() - HEADER);
        for (String address : found) {
            answer.putShort((short) NAME_OF_THE_QUESTION)
                    .putShort((short) TYPE_A)
                    .putShort((short) 1);
            answer.putInt(0)
                    .putShort((short) 4)
                    .put(InetAddress.getByName(address).getAddress());
        }
        byte[] octets = new byte[answer.position()];
        answer.flip().get(octets);
        return octets;
    }

    @Override
    public void close() {
        socket.close();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of NATS, whose protocol is lines of text. */
final class NatsSubscriber implements AutoCloseable {

    private static final int ANSWER_MILLIS = 30_000;

    private final Socket socket;
    private final BufferedReader in;

    NatsSubscriber(int port, String subject) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(ANSWER_MILLIS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        write("CONNECT {\"verbose\":false,\"headers\":true}\r\nSUB " + subject + " 1\r\nPING\r\n");
        while (!in.readLine().equals("PONG")) {
            continue; // the server's INFO
        }
    }

    void publish(String subject, String reply, String text) throws IOException {
        int octets = text.getBytes(StandardCharsets.UTF_8).length;
        write("PUB " + subject + " " + reply + " " + octets + "\r\n" + text + "\r\n");
    }

    /** The first line with JSON that comes. */
    String next() throws IOException {
        String line = in.readLine();
        while (line != null && !line.startsWith("{")) {
            line = in.readLine();
        }
        return line;
    }

    private void write(String lines) throws IOException {
        socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

package io.vmnhub.northbound.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A subscriber by STOMP 1.2 that acknowledges each message itself. */
final class StompReader implements AutoCloseable {

    private static final Pattern ACK = Pattern.compile("\nack:([^\n]+)\n");

    private final Socket socket;

    StompReader(int port, String user, String password, String queue) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(30_000);
        send("CONNECT\naccept-version:1.2\nhost:hub\nlogin:" + user + "\npasscode:" + password + "\n\n\0"
                + "SUBSCRIBE\nid:1\ndestination:" + queue + "\nack:client-individual\nsubscription-type:ANYCAST\n\n\0");
    }

    void send(String frames) throws IOException {
        socket.getOutputStream().write(frames.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits for the message with {@code body}; @return what to acknowledge it by */
    String message(String body) throws IOException {
        Matcher ack = ACK.matcher(until("\n\n" + body + "\0"));
        assertThat(ack.find()).isTrue();
        return ack.group(1);
    }

    String until(String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int octet = socket.getInputStream().read();
            assertThat(octet).as(read.toString()).isNotNegative();
            read.append((char) octet);
        }
        return read.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import com.sun.net.httpserver.HttpServer;
import io.vmnhub.smpp.EsmeAccount.DefaultAlphabet;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Kannel as an application: its bearerbox binds to the hub, its smsbox hands each message to this test over HTTP. */
final class Kannel implements AutoCloseable {

    private static final Path BEARERBOX = Path.of("/usr/sbin/bearerbox");
    private static final Path SMSBOX = Path.of("/usr/sbin/smsbox");

    /** A message that Kannel has got, as it says it. */
    record Got(String from, String to, byte[] data, String coding, String udh) {

        /** Its text, or its octets in hexadecimal. */
        String content() {
            return switch (coding) {
                case "0" -> new String(data, StandardCharsets.UTF_8);
                case "2" -> new String(data, StandardCharsets.UTF_16BE);
                default -> HexFormat.of().formatHex(data);
            };
        }

        /** Its user data header, in hexadecimal. */
        String header() {
            return HexFormat.of().formatHex(udh.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    final List<Got> messages = new CopyOnWriteArrayList<>();
    private final HttpServer http;
    private final List<Process> processes = new ArrayList<>();

    private Kannel(HttpServer http) {
        this.http = http;
    }

    static Kannel start(
            Path folder, int port, boolean tls, String interfaceVersion, boolean transceiver, DefaultAlphabet alphabet)
            throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        Kannel kannel = new Kannel(http);
        http.createContext("/", exchange -> {
            kannel.messages.add(got(exchange.getRequestURI()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        http.start();
        int admin = freePort();
        int box = freePort();
        Path config = folder.resolve("kannel-" + port + "-" + interfaceVersion + ".conf");
        Files.writeString(
                config,
                String.join(
                        "\n",
                        "group = core",
                        "admin-port = " + admin,
                        "admin-interface = 127.0.0.1",
                        "admin-password = bar",
                        "smsbox-port = " + box,
                        "smsbox-interface = 127.0.0.1",
                        "log-file = " + folder.resolve("bearerbox.log"),
                        "log-level = 0",
                        "sms-combine-concatenated-mo = false",
                        "",
                        "group = smsc",
                        "smsc = smpp",
                        "smsc-id = hub",
                        "host = 127.0.0.1",
                        (transceiver ? "port = " : "receive-port = ") + port,
                        "transceiver-mode = " + (transceiver ? "true" : "false"),
                        "smsc-username = acme",
                        "smsc-password = secret",
                        "system-type = \"\"",
                        "interface-version = " + interfaceVersion,
                        "use-ssl = " + (tls ? "true" : "false"),
                        "enquire-link-interval = 1",
                        "reconnect-delay = 1",
                        switch (alphabet) {
                            case GSM7 -> "";
                            case ISO_8859_1 -> "alt-charset = ISO-8859-1";
                            case UTF_8 -> "alt-charset = UTF-8";
                        },
                        "",
                        "group = smsbox",
                        "bearerbox-host = 127.0.0.1",
                        "sendsms-port = " + freePort(),
                        "log-file = " + folder.resolve("smsbox.log"),
                        "",
                        "group = sms-service",
                        "keyword = default",
                        "catch-all = true",
                        "max-messages = 0",
                        "get-url = \"http://127.0.0.1:" + http.getAddress().getPort()
                                + "/?from=%p&to=%P&data=%b&coding=%c&udh=%u\"",
                        ""));
        kannel.run(folder, BEARERBOX, config);
        awaitPort(box);
        kannel.run(folder, SMSBOX, config);
        return kannel;
    }

    private static Got got(URI uri) {
        Map<String, String> fields = new HashMap<>();
        for (String field : uri.getRawQuery().split("&")) {
            int equals = field.indexOf('=');
            fields.put(
                    field.substring(0, equals),
                    URLDecoder.decode(field.substring(equals + 1), StandardCharsets.ISO_8859_1));
        }
        return new Got(
                fields.get("from"),
                fields.get("to"),
                fields.get("data").getBytes(StandardCharsets.ISO_8859_1),
                fields.get("coding"),
                fields.get("udh"));
    }

    private void run(Path folder, Path box, Path config) throws IOException {
        processes.add(new ProcessBuilder(box.toString(), config.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(box.getFileName() + ".out").toFile())
                .start());
    }

    private static void awaitPort(int port) {
        Awaitility.await().until(() -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        http.stop(0);
    }
}

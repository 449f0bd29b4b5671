// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.Program;
import io.vmnhub.fixture.StoreHub;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that are not ours read their application's queue, with TLS and without, and nobody else's. Each is skipped
 * where it is not installed.
 */
class ForeignClientsIT {

    private static final Path CLIENTS = Path.of("src/test/resources/io/vmnhub/clients");

    @TempDir
    Path folder;

    private StoreHub hub;

    @BeforeEach
    void makeKeys() throws Exception {
        Program.output(keytool(
                "-genkeypair",
                "-alias",
                "hub",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12"));
        Program.output(keytool("-exportcert", "-alias", "hub", "-rfc", "-file", certificates()));
    }

    @AfterEach
    void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    private List<String> keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", keys().toString(), "-storepass", StoreHub.STORE_PASSWORD));
        return command;
    }

    private Path keys() {
        return folder.resolve("broker.p12");
    }

    private String certificates() {
        return folder.resolve("broker.pem").toString();
    }

    /** A hub with a message for acme and one for bank. */
    private void start(boolean tls) throws Exception {
        hub = StoreHub.listening(
                folder.resolve("broker"),
                Optional.of(keys()).filter(file -> tls),
                StoreHub.sink("acme", "format: text") + StoreHub.sink("bank", "format: text"));
        hub.deliver("acme", StoreHub.message("01A", "Grüße 😀"));
        hub.deliver("bank", StoreHub.message("01B", "private"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @NeedsPeer(Peer.PROTON)
    void qpidProtonReadsItsQueueAndNoOther(boolean tls) throws Exception {
        start(tls);
        assertThat(proton(tls, "sms.bank"))
                .contains("refused")
                .contains("unauthorized-access")
                .doesNotContain("private");
        assertThat(proton(tls, "sms.acme")).contains("01A Grüße 😀");
    }

    private String proton(boolean tls, String address) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/python3",
                CLIENTS.resolve("read_with_proton.py").toString(),
                (tls ? "amqps" : "amqp") + "://127.0.0.1:" + hub.port,
                "acme",
                "acme-secret",
                address));
        if (tls) {
            command.add(certificates());
        }
        return Program.output(command);
    }

    @Test
    @NeedsPeer(Peer.PROTON)
    void anAmqpPeerThatIsNoArtemisGetsMessagesFromTheAmqpSink() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String routes = """
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to:
                            uri: kamelet:amqp-sink
                            parameters:
                              url: amqp://127.0.0.1:%d
                              destination: incoming
                              format: text
                              priority: 7
                              groupBySender: true
                """.formatted(port);
        Process peer = new ProcessBuilder(
                        "/usr/bin/python3",
                        CLIENTS.resolve("listen_with_proton.py").toString(),
                        "127.0.0.1:" + port)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader printed =
                new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(printed.readLine()).isEqualTo("listening");
            hub = StoreHub.listening(folder.resolve("broker"), Optional.empty(), routes);
            hub.deliver("acme", StoreHub.message("01A", "Grüße 😀"));
            assertThat(printed.readLine()).isEqualTo("incoming 01A 7 447700900123 True Grüße 😀");
        } finally {
            peer.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @NeedsPeer(Peer.NODE_RHEA)
    void rheaReadsItsQueueAndNoOther(boolean tls) throws Exception {
        Path modules = Path.of(System.getenv("NODE_RHEA_MODULES"));
        start(tls);
        assertThat(rhea(modules, tls, "sms.bank"))
                .contains("refused")
                .contains("unauthorized-access")
                .doesNotContain("private");
        assertThat(rhea(modules, tls, "sms.acme")).contains("01A Grüße 😀");
    }

    private String rhea(Path modules, boolean tls, String address) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "node",
                CLIENTS.resolve("read-with-rhea.js").toString(),
                modules.toAbsolutePath().toString(),
                String.valueOf(hub.port),
                "acme",
                "acme-secret",
                address));
        if (tls) {
            command.add(certificates());
        }
        return Program.output(command);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @NeedsPeer(Peer.ARTEMIS_CLI)
    void theCommandLineOfArtemisReadsItsQueueAndNoOther(boolean tls) throws Exception {
        Path jars = Path.of(System.getenv("ARTEMIS_CLI"));
        start(tls);
        assertThat(artemis(jars, tls, "CORE", "sms.bank"))
                .contains("may only read its own queues")
                .doesNotContain("private");
        assertThat(artemis(jars, tls, "CORE", "sms.acme")).contains("Grüße 😀").contains("Consumed: 1 messages");
        hub.deliver("acme", StoreHub.message("01C", "by AMQP"));
        if (!tls) {
            assertThat(artemis(jars, false, "AMQP", "sms.acme"))
                    .contains("by AMQP")
                    .contains("Consumed: 1 messages");
        }
    }

    private String artemis(Path jars, boolean tls, String protocol, String queue) throws IOException {
        String url = (protocol.equals("AMQP") ? "amqp" : "tcp") + "://127.0.0.1:" + hub.port
                + (tls
                        ? "?sslEnabled=true&trustStorePath=" + keys() + "&trustStoreType=PKCS12&trustStorePassword="
                                + StoreHub.STORE_PASSWORD
                        : "");
        return Program.output(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-Dsun.stdout.encoding=UTF-8",
                "-cp",
                jars + "/*",
                "org.apache.activemq.artemis.cli.Artemis",
                "consumer",
                "--silent",
                "--verbose",
                "--protocol",
                protocol,
                "--url",
                url,
                "--user",
                "acme",
                "--password",
                "acme-secret",
                "--destination",
                "queue://" + queue,
                "--message-count",
                "1",
                "--receive-timeout",
                "15000",
                "--break-on-null"));
    }

    /** STOMP 1.2 as anybody can speak it, without a library. */
    @Test
    void stompIsSpokenOverTls() throws Exception {
        start(true);
        try (Socket socket = tls()) {
            socket.getOutputStream()
                    .write(("CONNECT\naccept-version:1.2\nhost:hub\nlogin:acme\npasscode:acme-secret\n\n\0"
                                    + "SUBSCRIBE\nid:1\ndestination:sms.acme\nack:auto\nsubscription-type:ANYCAST\n\n\0")
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(until(socket.getInputStream(), "😀\0")).contains("CONNECTED", "smsMessageId:01A");
        }
        try (Socket socket = tls()) {
            socket.getOutputStream()
                    .write(("CONNECT\naccept-version:1.2\nhost:hub\nlogin:acme\npasscode:acme-secret\n\n\0"
                                    + "SUBSCRIBE\nid:1\ndestination:sms.bank\nack:auto\nsubscription-type:ANYCAST\n\n\0")
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(until(socket.getInputStream(), "Error creating subscription"))
                    .contains("ERROR")
                    .doesNotContain("private");
        }
    }

    /** MQTT 3.1.1 likewise, as far as its CONNACK. */
    @Test
    void mqttIsSpokenOverTls() throws Exception {
        start(true);
        try (Socket socket = tls()) {
            byte[] connect =
                    "\0\4MQTT\4\u00C2\0\74\0\4acme\0\4acme\0\13acme-secret".getBytes(StandardCharsets.ISO_8859_1);
            socket.getOutputStream().write(0x10);
            socket.getOutputStream().write(connect.length);
            socket.getOutputStream().write(connect);
            assertThat(socket.getInputStream().readNBytes(4)).as("CONNACK").containsExactly(0x20, 2, 0, 0);
        }
    }

    private Socket tls() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys())) {
            trusted.load(file, StoreHub.STORE_PASSWORD.toCharArray());
        }
        KeyStore certificate = KeyStore.getInstance("PKCS12");
        certificate.load(null, null);
        certificate.setCertificateEntry("hub", trusted.getCertificate("hub"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificate);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        Socket socket = context.getSocketFactory().createSocket("127.0.0.1", hub.port);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static String until(InputStream stream, String end) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (!read.toString(StandardCharsets.UTF_8).contains(end)) {
            int octet = stream.read();
            assertThat(octet).as(read.toString(StandardCharsets.UTF_8)).isNotNegative();
            read.write(octet);
        }
        return read.toString(StandardCharsets.UTF_8);
    }
}

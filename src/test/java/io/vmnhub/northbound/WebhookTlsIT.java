package io.vmnhub.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookTlsIT {

    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        make("server");
        make("client");
    }

    /** name.p12 with key and self-signed certificate for localhost, name.pem with the certificate, name.key with the key. */
    private static void make(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "a",
                "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "SAN=dns:localhost", "-storetype", "PKCS12", "-keystore", store.toString(),
                "-storepass", PASSWORD).redirectErrorStream(true).start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS) && keytool.exitValue() == 0).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        pem(name + ".pem", "CERTIFICATE", keys.getCertificate("a").getEncoded());
        pem(name + ".key", "PRIVATE KEY", keys.getKey("a", PASSWORD.toCharArray()).getEncoded());
    }

    private static void pem(String file, String type, byte[] der) throws Exception {
        Files.writeString(folder.resolve(file), "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n");
    }

    private static HttpServerOptions server() {
        return new HttpServerOptions().setSsl(true).setUseAlpn(true)
                .setKeyCertOptions(new PfxOptions().setPath(folder.resolve("server.p12").toString()).setPassword(PASSWORD));
    }

    private static Exchange deliver(Receiver receiver, String parameters) throws Exception {
        try (Hub hub = new Hub().bind(HubFolder.NAME, folder).routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to:
                            uri: kamelet:webhook-sink
                            parameters: {url: "%s", allowPrivateTargets: true%s}
                """.formatted(receiver.tlsUrl(), parameters)).start()) {
            return hub.sendAndWait("direct:acme");
        }
    }

    @Test
    void anAuthorityOfOnesOwnIsTrustedAndHttp2IsSpoken() throws Exception {
        List<HttpVersion> versions = new CopyOnWriteArrayList<>();
        try (Receiver receiver = Receiver.with(server(), request -> {
            versions.add(request.version());
            request.response().end();
        })) {
            assertThat(deliver(receiver, "").getException()).isInstanceOf(NotConfirmedException.class);
            assertThat(deliver(receiver, ", trustedCertificates: server.pem").getException()).isNull();
            assertThat(deliver(receiver, ", trustedCertificates: server.pem, http2: false").getException()).isNull();
            assertThat(versions).containsExactly(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1);
        }
    }

    @Test
    void aServerThatKnowsOnlyHttp11IsSpokenToInIt() throws Exception {
        try (Receiver receiver = Receiver.with(server().setAlpnVersions(List.of(HttpVersion.HTTP_1_1)), request -> request.response().end())) {
            assertThat(deliver(receiver, ", trustedCertificates: server.pem").getException()).isNull();
        }
    }

    @Test
    void aClientCertificateIsShownFromPemAndFromPkcs12() throws Exception {
        HttpServerOptions demanding = server().setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(new PemTrustOptions().addCertPath(folder.resolve("client.pem").toString()));
        try (Receiver receiver = Receiver.with(demanding, request -> request.response().end())) {
            assertThat(deliver(receiver, ", trustedCertificates: server.pem").getException()).isInstanceOf(NotConfirmedException.class);
            assertThat(deliver(receiver, ", trustedCertificates: server.pem, clientCertificate: client.pem, clientKey: client.key")
                    .getException()).isNull();
            assertThat(deliver(receiver, ", trustedCertificates: server.p12, trustedCertificatesPassword: changeit, clientCertificate: "
                    + "client.p12, clientCertificatePassword: changeit").getException()).isNull();
            assertThat(receiver.received()).hasSize(2);
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.exchange.HubFolder;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.fixture.Certificates;
import io.vmnhub.fixture.Receiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookTlsIT {

    private static final String PASSWORD = Certificates.PASSWORD;

    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        Certificates.in(folder, "server");
        Certificates.in(folder, "client");
    }

    private static HttpServerOptions server() {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PfxOptions()
                        .setPath(folder.resolve("server.p12").toString())
                        .setPassword(PASSWORD));
    }

    private static Exchange deliver(Receiver receiver, String parameters) throws Exception {
        try (ConnectorHub hub = new ConnectorHub()
                .bind(HubFolder.NAME, folder)
                .routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to:
                            uri: kamelet:webhook-sink
                            parameters: {url: "%s", allowPrivateTargets: true%s}
                """.formatted(receiver.tlsUrl(), parameters))
                .start()) {
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
            assertThat(deliver(receiver, ", trustedCertificates: server.pem").getException())
                    .isNull();
            assertThat(deliver(receiver, ", trustedCertificates: server.pem, http2: false")
                            .getException())
                    .isNull();
            assertThat(versions).containsExactly(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1);
        }
    }

    @Test
    void aServerThatKnowsOnlyHttp11IsSpokenToInIt() throws Exception {
        try (Receiver receiver = Receiver.with(
                server().setAlpnVersions(List.of(HttpVersion.HTTP_1_1)),
                request -> request.response().end())) {
            assertThat(deliver(receiver, ", trustedCertificates: server.pem").getException())
                    .isNull();
        }
    }

    @Test
    void aClientCertificateIsShownFromPemAndFromPkcs12() throws Exception {
        HttpServerOptions demanding = server().setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(folder.resolve("client.pem").toString()));
        try (Receiver receiver =
                Receiver.with(demanding, request -> request.response().end())) {
            assertThat(deliver(receiver, ", trustedCertificates: server.pem").getException())
                    .isInstanceOf(NotConfirmedException.class);
            assertThat(deliver(
                                    receiver,
                                    ", trustedCertificates: server.pem, clientCertificate: client.pem, "
                                            + "clientKey: client.key")
                            .getException())
                    .isNull();
            assertThat(deliver(
                                    receiver,
                                    ", trustedCertificates: server.p12, trustedCertificatesPassword: changeit, "
                                            + "clientCertificate: "
                                            + "client.p12, clientCertificatePassword: changeit")
                            .getException())
                    .isNull();
            assertThat(receiver.received()).hasSize(2);
        }
    }

    @Test
    void certificatesAreReadAgainWhenTheyChangeAndOnesThatCannotBeUsedChangeNothing(@TempDir Path mine)
            throws Exception {
        Certificates.in(mine, "old");
        Certificates.in(mine, "new");
        copy(mine, "old", "hub");
        HttpServerOptions demanding = server().setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(mine.resolve("new.pem").toString()));
        try (Receiver receiver =
                        Receiver.with(demanding, request -> request.response().end());
                ConnectorHub hub = new ConnectorHub()
                        .bind(HubFolder.NAME, mine)
                        .routes("""
                        - route:
                            from:
                              uri: direct:acme
                              steps:
                                - to:
                                    uri: kamelet:webhook-sink
                                    parameters: {url: "%s", allowPrivateTargets: true, trustedCertificates: %s, clientCertificate: hub.pem,
                                      clientKey: hub.key, circuitCalls: 1000}
                        """.formatted(receiver.tlsUrl(), trusted(mine, "server")))
                        .start()) {
            assertThat(hub.sendAndWait("direct:acme").getException())
                    .as("the receiver knows the new one only")
                    .isNotNull();
            copy(mine, "new", "hub");
            await().atMost(SOON).until(() -> hub.sendAndWait("direct:acme").getException() == null);
            Files.writeString(mine.resolve("hub.pem"), "no certificate");
            await().during(Duration.ofSeconds(6))
                    .atMost(SOON)
                    .until(() -> hub.sendAndWait("direct:acme").getException() == null);
            copy(mine, "new", "hub");
            trusted(mine, "client");
            await().atMost(SOON).until(() -> hub.sendAndWait("direct:acme").getException() != null);
            trusted(mine, "server");
            await().atMost(SOON).until(() -> hub.sendAndWait("direct:acme").getException() == null);
        }
    }

    private static String trusted(Path mine, String name) throws Exception {
        Files.copy(folder.resolve(name + ".pem"), mine.resolve("trusted.pem"), StandardCopyOption.REPLACE_EXISTING);
        return "trusted.pem";
    }

    private static void copy(Path folder, String from, String to) throws Exception {
        for (String suffix : List.of(".pem", ".key")) {
            Files.copy(folder.resolve(from + suffix), folder.resolve(to + suffix), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}

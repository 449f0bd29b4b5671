// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static io.vmnhub.component.smppserver.Accounts.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.Certificates;
import io.vmnhub.smpp.SmppSettings.ClientCertificates;
import io.vmnhub.smpp.SmppSettings.Guard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates: the hub's own, renewed while it runs, and those of applications. */
@Timeout(60)
class SmppTlsIT {

    @TempDir
    private Path folder;

    @Test
    void clientCertificatesAreAskedForAndChecked() throws Exception {
        Certificates hub = Certificates.in(folder, "hub");
        Certificates client = Certificates.in(folder, "client");
        Certificates stranger = Certificates.in(folder, "stranger");
        try (Server server = Server.secured(
                SmppTls.byKeyStore(hub, ClientCertificates.REQUIRED, Optional.of(client.certificate())),
                account().tlsOnly())) {
            Esme.over(SmppTls.trusting(hub, Optional.of(client)))
                    .bind(server.tlsPort())
                    .close();
            assertThatThrownBy(() -> Esme.over(SmppTls.trusting(hub, Optional.of(stranger)))
                            .impatient()
                            .bind(server.tlsPort()))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> Esme.over(SmppTls.trusting(hub, Optional.empty()))
                            .impatient()
                            .bind(server.tlsPort()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void anOptionalClientCertificateMayBeMissing() throws Exception {
        Certificates hub = Certificates.in(folder, "hub");
        Certificates client = Certificates.in(folder, "client");
        try (Server server = Server.secured(
                SmppTls.byKeyStore(hub, ClientCertificates.OPTIONAL, Optional.of(client.certificate())), account())) {
            Esme.over(SmppTls.trusting(hub, Optional.of(client)))
                    .bind(server.tlsPort())
                    .close();
            Esme.over(SmppTls.trusting(hub, Optional.empty()))
                    .bind(server.tlsPort())
                    .close();
            Esme.esme().bind(server.port()).close();
        }
    }

    @Test
    void aRenewedCertificateIsTakenAndSessionsStay() throws Exception {
        Certificates hub = Certificates.in(folder, "hub");
        Certificates renewed = Certificates.in(folder, "renewed");
        try (Server server = Server.secured(SmppTls.byPem(hub), account());
                Esme early = Esme.over(SmppTls.trusting(hub, Optional.empty())).bind(server.tlsPort())) {
            await().until(() -> server.bound() == 1);
            replace(hub.certificate(), renewed.certificate());
            server.certificates.poll();
            Esme.over(SmppTls.trusting(hub, Optional.empty()))
                    .bind(server.tlsPort())
                    .close();
            replace(hub.key(), renewed.key());
            server.certificates.poll();
            assertThatThrownBy(() -> Esme.over(SmppTls.trusting(hub, Optional.empty()))
                            .impatient()
                            .bind(server.tlsPort()))
                    .isInstanceOf(IOException.class);
            Esme.over(SmppTls.trusting(renewed, Optional.empty()))
                    .bind(server.tlsPort())
                    .close();
            await().until(() -> server.bound() == 1);
            assertThat(server.deliver(Sms.text("Hello")).get(5, TimeUnit.SECONDS))
                    .isNull();
            assertThat(early.received).hasSize(1);
        }
    }

    @Test
    void aRenewedCertificateThatIsNoneLeavesTheOldOne() throws Exception {
        Certificates hub = Certificates.in(folder, "hub");
        try (Server server = Server.secured(SmppTls.byPem(hub), account())) {
            for (String content :
                    new String[] {"nonsense", "-----BEGIN PRIVATE KEY-----\nAAA\n-----END PRIVATE KEY-----\n", ""}) {
                Files.writeString(hub.key(), content);
                server.certificates.poll();
                Esme.over(SmppTls.trusting(hub, Optional.empty()))
                        .bind(server.tlsPort())
                        .close();
            }
            Files.delete(hub.certificate());
            server.certificates.poll();
            Esme.over(SmppTls.trusting(hub, Optional.empty()))
                    .bind(server.tlsPort())
                    .close();
        }
    }

    @Test
    void aHandshakeThatNeverEndsRunsOutOfTimeAndHoldsNobodyUp() throws Exception {
        Certificates hub = Certificates.in(folder, "hub");
        Guard guard = new Guard(Duration.ofSeconds(1), 40, 5, 20, Duration.ofMinutes(1));
        byte[] record = {0x16, 0x03, 0x01, 0x40, 0x00, 0x01, 0x00, 0x3F, (byte) 0xFC}; // a ClientHello of 16 kB begins
        try (Server server = Server.secured(SmppTls.byPem(hub), guard, account())) {
            List<RawEsme> halves = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                RawEsme half = RawEsme.connected(server.tlsPort());
                halves.add(i % 3 == 0 ? half.send(record) : half);
            }
            Esme.over(SmppTls.trusting(hub, Optional.empty()))
                    .bind(server.tlsPort())
                    .close();
            for (RawEsme half : halves) {
                assertThat(half.commands()).isEmpty();
                half.close();
            }
            await().until(() ->
                    server.metrics.find("vmnhub.smpp.unbound").gauge().value() == 0);
            try (RawEsme http = RawEsme.connected(server.tlsPort())
                    .send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
                assertThat(http.socket.getInputStream().readAllBytes().length)
                        .as("an alert at most")
                        .isLessThan(16);
            }
        }
    }

    private static void replace(Path old, Path by) throws IOException {
        Files.copy(by, old, StandardCopyOption.REPLACE_EXISTING);
    }
}

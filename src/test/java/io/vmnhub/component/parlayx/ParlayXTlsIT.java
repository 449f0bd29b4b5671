// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.exchange.HubFolder;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.fixture.Certificates;
import io.vmnhub.fixture.Receiver;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service's certificate is looked at, and the hub shows its own. */
class ParlayXTlsIT {

    private static final String CONFIRMED =
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><r:notifySmsReceptionResponse "
                    + "xmlns:r=\"http://www.csapi.org/schema/parlayx/sms/notification/v2_2/local\"/></s:Body></s:Envelope>";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        Certificates.in(folder, "server");
        Certificates.in(folder, "client");
    }

    private static PfxOptions store(String name) {
        return new PfxOptions()
                .setPath(folder.resolve(name + ".p12").toString())
                .setPassword(Certificates.PASSWORD);
    }

    private static Receiver receiver(HttpServerOptions options) throws Exception {
        return Receiver.with(
                options.setSsl(true).setKeyCertOptions(store("server")),
                request ->
                        request.response().putHeader("Content-Type", "text/xml").end(CONFIRMED));
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
                            uri: kamelet:parlayx-sink
                            parameters: {url: "%s", correlator: a, allowPrivateTargets: true, confirmWithin: 15s%s}
                """.formatted(receiver.tlsUrl(), parameters))
                .start()) {
            return hub.sendAndWait("direct:acme");
        }
    }

    @Test
    void aCertificateThatNobodyTrustsEndsTheCall() throws Exception {
        try (Receiver receiver = receiver(new HttpServerOptions())) {
            assertThat(deliver(receiver, "").getException()).isInstanceOf(NotConfirmedException.class);
            assertThat(deliver(receiver, ", trustedCertificates: server.p12, trustedCertificatesPassword: changeit")
                            .getException())
                    .isNull();
            assertThat(receiver.received()).hasSize(1);
        }
    }

    @Test
    void theHubShowsItsCertificate() throws Exception {
        try (Receiver receiver = receiver(
                new HttpServerOptions().setClientAuth(ClientAuth.REQUIRED).setTrustOptions(store("client")))) {
            String trusting = ", trustedCertificates: server.p12, trustedCertificatesPassword: changeit";
            assertThat(deliver(receiver, trusting).getException()).isInstanceOf(NotConfirmedException.class);
            assertThat(deliver(
                                    receiver,
                                    trusting + ", clientCertificate: client.p12, clientCertificatePassword: changeit")
                            .getException())
                    .isNull();
            assertThat(receiver.received()).hasSize(1);
        }
    }
}

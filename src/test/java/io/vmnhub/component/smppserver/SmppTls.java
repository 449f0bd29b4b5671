// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.fixture.Certificates;
import io.vmnhub.smpp.SmppSettings.ClientCertificates;
import io.vmnhub.smpp.SmppSettings.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jsmpp.session.connection.ConnectionFactory;
import org.jsmpp.session.connection.socket.SocketConnection;

/** Certificates for the two sides of SMPP. */
final class SmppTls {

    private SmppTls() {}

    /**
     * How a client connects that trusts nothing but {@code server}.
     *
     * @param own what it shows
     */
    static ConnectionFactory trusting(Certificates server, Optional<Certificates> own)
            throws IOException, GeneralSecurityException {
        SSLContext context = Certificates.tls(own, Optional.of(server));
        return (host, port) -> new SocketConnection(context.getSocketFactory().createSocket(host, port));
    }

    static Tls byPem(Certificates own) {
        return new Tls(
                Optional.empty(),
                "",
                Optional.of(own.certificate()),
                Optional.of(own.key()),
                ClientCertificates.NONE,
                Optional.empty());
    }

    static Tls byKeyStore(Certificates own, ClientCertificates clients, Optional<Path> trusted) {
        return new Tls(
                Optional.of(own.keyStore()),
                Certificates.PASSWORD,
                Optional.empty(),
                Optional.empty(),
                clients,
                trusted);
    }
}

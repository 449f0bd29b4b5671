// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppclient;

import io.netty.handler.ssl.SslHandler;
import io.vmnhub.tls.TlsContext;
import io.vmnhub.tls.TlsFiles;
import java.io.IOException;

/**
 * TLS 1.2 and 1.3 to a partner's SMSC. The files are read at each connection, so that those that have been renewed
 * count. Immutable.
 *
 * @param verifyHost whether the partner's certificate must be for its host
 */
record PartnerTls(TlsFiles files, boolean verifyHost) {

    private static final long CLOSE_PATIENCE_MILLIS = 1_000;

    PartnerTls {
        if (files.lacksKey()) {
            throw new IllegalArgumentException("clientCertificate is PEM, so clientKey is needed too");
        }
    }

    /**
     * The TLS client of a connection.
     *
     * @param patienceMillis for the handshake
     * @throws IOException names what cannot be used
     */
    SslHandler handler(String host, int port, long patienceMillis) throws IOException {
        SslHandler handler = new SslHandler(new TlsContext(files).client(host, port, verifyHost));
        handler.setHandshakeTimeoutMillis(patienceMillis);
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_PATIENCE_MILLIS);
        return handler;
    }
}

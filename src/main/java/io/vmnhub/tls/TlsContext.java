// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** One side of TLS 1.2 and 1.3 with its files as they were when it was made. Immutable and thread-safe. */
public final class TlsContext {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final SSLContext context;

    /** @throws IOException names the file that cannot be used, and why */
    public TlsContext(TlsFiles files) throws IOException {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(files.keyManagers().orElse(null), files.trustManagers().orElse(null), null);
        } catch (GeneralSecurityException e) {
            throw new IOException(files + " cannot be used for TLS: " + e.getMessage(), e);
        }
    }

    /** The server of a connection, which asks for no certificate. */
    public SSLEngine server() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        return engine;
    }

    /**
     * The client of a connection.
     *
     * @param verifyHost whether the server's certificate must be for {@code host} (RFC 2818)
     */
    public SSLEngine client(String host, int port, boolean verifyHost) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(PROTOCOLS);
        if (verifyHost) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
        }
        return engine;
    }
}

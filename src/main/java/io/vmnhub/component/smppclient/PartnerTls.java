// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppclient;

import io.netty.handler.ssl.SslHandler;
import io.vmnhub.component.smppserver.KeyFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * TLS 1.2 and 1.3 to a partner's SMSC. The files are read at each connection, so that those that have been renewed
 * count. Immutable.
 *
 * @param trusted PEM or PKCS#12: who may have signed the partner's certificate; empty for those that the Java runtime
 *     trusts
 * @param trustedPassword of the PKCS#12 file
 * @param certificate PEM or PKCS#12: what the hub shows
 * @param key PEM, when the certificate is
 * @param certificatePassword of the PKCS#12 file
 * @param verifyHost whether the partner's certificate must be for its host
 */
record PartnerTls(
        Optional<Path> trusted,
        String trustedPassword,
        Optional<Path> certificate,
        Optional<Path> key,
        String certificatePassword,
        boolean verifyHost) {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final long CLOSE_PATIENCE_MILLIS = 1_000;

    PartnerTls {
        if (certificate.isPresent() && !KeyFiles.isStore(certificate.get()) && key.isEmpty()) {
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
        SSLEngine engine = context().createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(PROTOCOLS);
        if (verifyHost) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // RFC 2818: the names that the certificate is for
            engine.setSSLParameters(parameters);
        }
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(patienceMillis);
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_PATIENCE_MILLIS);
        return handler;
    }

    private SSLContext context() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trust(), null);
            return context;
        } catch (NoSuchFileException e) {
            throw new IOException(e.getMessage() + " is not there", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("its certificates cannot be used: " + e.getMessage(), e);
        }
    }

    private KeyManager[] keys() throws IOException, GeneralSecurityException {
        if (certificate.isEmpty()) {
            return null;
        }
        char[] password = certificatePassword.toCharArray();
        return KeyFiles.isStore(certificate.get())
                ? KeyFiles.stored(certificate.get(), password)
                : KeyFiles.pem(certificate.get(), key.orElseThrow(), password);
    }

    private TrustManager[] trust() throws IOException, GeneralSecurityException {
        if (trusted.isEmpty()) {
            return null;
        }
        return KeyFiles.isStore(trusted.get())
                ? KeyFiles.trustedStore(trusted.get(), trustedPassword.toCharArray())
                : KeyFiles.trustedPem(trusted.get());
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return "PartnerTls[" + trusted.map(Path::toString).orElse("") + "]";
    }
}

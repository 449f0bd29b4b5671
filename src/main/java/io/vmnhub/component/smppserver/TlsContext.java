// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.handler.ssl.SslHandler;
import io.vmnhub.smpp.SmppSettings.ClientCertificates;
import io.vmnhub.smpp.SmppSettings.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** The TLS side of one port: TLS 1.2 and 1.3. Immutable and thread-safe. */
final class TlsContext {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final long CLOSE_PATIENCE_MILLIS = 1_000;

    private final SSLContext context;
    private final ClientCertificates clientCertificates;
    private final byte[] files;

    /** @throws IOException names the file that cannot be used */
    TlsContext(Tls tls) throws IOException {
        this.clientCertificates = tls.clientCertificates();
        this.files = files(tls);
        char[] password = tls.keyStorePassword().toCharArray();
        Path source = tls.keyStore().or(tls::certificate).orElseThrow();
        try {
            KeyManager[] keys = tls.keyStore().isPresent()
                    ? KeyFiles.stored(tls.keyStore().get(), password)
                    : KeyFiles.pem(
                            tls.certificate().orElseThrow(), tls.privateKey().orElseThrow(), password);
            context = SSLContext.getInstance("TLS");
            context.init(
                    keys,
                    tls.trustedCertificates().isPresent()
                            ? KeyFiles.trustedPem(tls.trustedCertificates().get())
                            : null,
                    null);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(source + " cannot be used for TLS: " + e.getMessage(), e);
        }
    }

    /**
     * The TLS server of a connection.
     *
     * @param computing where the handshake is computed
     * @param patience for the handshake
     */
    SslHandler handler(Executor computing, Duration patience) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        engine.setNeedClientAuth(clientCertificates == ClientCertificates.REQUIRED);
        if (clientCertificates == ClientCertificates.OPTIONAL) {
            engine.setWantClientAuth(true);
        }
        SslHandler handler = new SslHandler(engine, computing);
        handler.setHandshakeTimeoutMillis(patience.toMillis());
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_PATIENCE_MILLIS);
        return handler;
    }

    /**
     * Whether the files that it was made of are others now.
     *
     * @throws IOException when one cannot be read
     */
    boolean isOutdated(Tls tls) throws IOException {
        return !Arrays.equals(files, files(tls));
    }

    /** A digest of all its files, which may hold keys. */
    private static byte[] files(Tls tls) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Optional<Path> file :
                    List.of(tls.keyStore(), tls.certificate(), tls.privateKey(), tls.trustedCertificates())) {
                if (file.isPresent()) {
                    digest.update(Files.readAllBytes(file.get()));
                }
            }
            return digest.digest();
        } catch (NoSuchFileException e) {
            throw new IOException(e.getMessage() + " is not there", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }
}

package io.vmnhub.northbound.webhook;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a client brings to TLS: its own certificate and the authorities it trusts. Files whose name ends in {@code .p12} or {@code .pfx}
 * are PKCS#12, all others PEM.
 *
 * @param certificate         the client's certificate chain; null for none
 * @param key                 its private key in PEM; null when it is in the PKCS#12 file
 * @param password            of the PKCS#12 file with the certificate
 * @param trusted             authorities instead of those of the Java platform; null for the platform's
 * @param trustedPassword     of the PKCS#12 file with the authorities
 */
public record TlsSettings(Path certificate, Path key, String password, Path trusted, String trustedPassword) {

    public TlsSettings {
        if (certificate != null && !isPkcs12(certificate) && key == null) {
            throw new IllegalArgumentException("webhook: clientCertificate is PEM, so clientKey is needed too");
        }
        for (Path file : new Path[] {certificate, key, trusted}) {
            if (file != null && !Files.isReadable(file)) {
                throw new IllegalArgumentException("webhook: the file " + file + " cannot be read");
            }
        }
    }

    void applyTo(HttpClientOptions options) {
        if (certificate != null) {
            options.setKeyCertOptions(isPkcs12(certificate) ? new PfxOptions().setPath(certificate.toString()).setPassword(password)
                    : new PemKeyCertOptions().addCertPath(certificate.toString()).addKeyPath(key.toString()));
        }
        if (trusted != null) {
            options.setTrustOptions(isPkcs12(trusted) ? new PfxOptions().setPath(trusted.toString()).setPassword(trustedPassword)
                    : new PemTrustOptions().addCertPath(trusted.toString()));
        }
    }

    private static boolean isPkcs12(Path file) {
        return file.toString().matches("(?i).*\\.(p12|pfx)");
    }
}

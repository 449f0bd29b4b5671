// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a client brings to TLS: its own certificate and the authorities it trusts. Files whose name ends in {@code .p12}
 * or {@code .pfx} are PKCS#12, all others PEM.
 *
 * @param certificate the client's certificate chain; null for none
 * @param key its private key in PEM; null when it is in the PKCS#12 file
 * @param password of the PKCS#12 file with the certificate
 * @param trusted authorities instead of those of the Java platform; null for the platform's
 * @param trustedPassword of the PKCS#12 file with the authorities
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

    /** Nothing of its own. */
    static TlsSettings none() {
        return new TlsSettings(null, null, "", null, "");
    }

    /** Whether there is anything that could change. */
    boolean isEmpty() {
        return certificate == null && trusted == null;
    }

    /**
     * Puts the files as they are now into {@code options}.
     *
     * @throws Exception says what cannot be used
     */
    void applyTo(HttpClientOptions options, Vertx vertx) throws Exception {
        if (certificate != null) {
            options.setKeyCertOptions(
                    isPkcs12(certificate)
                            ? new PfxOptions().setPath(certificate.toString()).setPassword(password)
                            : new PemKeyCertOptions()
                                    .addCertPath(certificate.toString())
                                    .addKeyPath(key.toString()));
            options.getKeyCertOptions().getKeyManagerFactory(vertx);
        }
        if (trusted != null) {
            options.setTrustOptions(
                    isPkcs12(trusted)
                            ? new PfxOptions().setPath(trusted.toString()).setPassword(trustedPassword)
                            : new PemTrustOptions().addCertPath(trusted.toString()));
            options.getTrustOptions().getTrustManagerFactory(vertx);
        }
    }

    /** All octets of the files, to see whether they have changed. */
    byte[] content() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Path file :
                Stream.of(certificate, key, trusted).filter(Objects::nonNull).toList()) {
            all.write(Files.readAllBytes(file));
        }
        return all.toByteArray();
    }

    private static boolean isPkcs12(Path file) {
        return file.toString().matches("(?i).*\\.(p12|pfx)");
    }
}

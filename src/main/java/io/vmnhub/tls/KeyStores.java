// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads PEM and PKCS#12 files into key stores in memory. Every failure names its file. */
final class KeyStores {

    /** Of an entry in memory whose file has no password; some users of key stores need one. */
    private static final String INTERNAL = "hub";

    private KeyStores() {}

    static TlsFiles.OwnKey own(Path certificate, Optional<Path> key, String password) throws IOException {
        try {
            if (TlsFiles.isPkcs12(certificate)) {
                KeyStore store = load(certificate, password);
                for (String alias : Collections.list(store.aliases())) {
                    if (store.isKeyEntry(alias)) {
                        return new TlsFiles.OwnKey(store, password);
                    }
                }
                throw new GeneralSecurityException("it holds no private key");
            }
            Collection<? extends Certificate> chain = pem(certificate);
            PublicKey publicKey = chain.iterator().next().getPublicKey();
            PrivateKey privateKey = PemKey.read(key.orElseThrow(), publicKey);
            if (!belongTogether(privateKey, publicKey)) {
                throw new GeneralSecurityException(key.get() + " is the key of another certificate");
            }
            KeyStore store = empty();
            store.setKeyEntry("hub", privateKey, INTERNAL.toCharArray(), chain.toArray(Certificate[]::new));
            return new TlsFiles.OwnKey(store, INTERNAL);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(certificate, e);
        }
    }

    static KeyStore trusted(Path file, String password) throws IOException {
        try {
            KeyStore store = TlsFiles.isPkcs12(file) ? load(file, password) : empty();
            if (!TlsFiles.isPkcs12(file)) {
                int number = 0;
                for (Certificate certificate : pem(file)) {
                    store.setCertificateEntry("trusted-" + number++, certificate);
                }
            }
            for (String alias : Collections.list(store.aliases())) {
                if (store.getCertificate(alias) != null) {
                    return store; // that of a key is trusted too, as everywhere in Java
                }
            }
            throw new GeneralSecurityException("it holds no certificate that is marked as trusted");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(file, e);
        }
    }

    /** The own certificates of a file, whether or not its key can be read. */
    static List<Certificate> chain(Path certificate, String password) throws IOException {
        try {
            if (!TlsFiles.isPkcs12(certificate)) {
                return List.copyOf(pem(certificate));
            }
            KeyStore store = load(certificate, password);
            List<Certificate> all = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getCertificateChain(alias) != null) {
                    all.addAll(List.of(store.getCertificateChain(alias)));
                }
            }
            return all;
        } catch (GeneralSecurityException e) {
            throw unusable(certificate, e);
        }
    }

    static Optional<Instant> firstExpiry(List<Certificate> certificates) {
        return ends(certificates).min(Comparator.naturalOrder());
    }

    static Optional<Instant> lastExpiry(KeyStore trusted) throws IOException {
        try {
            List<Certificate> all = new ArrayList<>();
            for (String alias : Collections.list(trusted.aliases())) {
                all.add(trusted.getCertificate(alias));
            }
            return ends(all).max(Comparator.naturalOrder());
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Stream<Instant> ends(List<Certificate> certificates) {
        return certificates.stream()
                .filter(X509Certificate.class::isInstance)
                .map(one -> ((X509Certificate) one).getNotAfter().toInstant());
    }

    static IOException unusable(Path file, Exception cause) {
        return new IOException(file + " cannot be used for TLS: " + cause.getMessage(), cause);
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore load(Path file, String password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password.toCharArray());
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is not there", e);
        } catch (IOException e) {
            throw unusable(file, e);
        }
        return store;
    }

    private static Collection<? extends Certificate> pem(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new GeneralSecurityException("it holds no PEM certificate (BEGIN CERTIFICATE)");
            }
            return found;
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is not there", e);
        }
    }

    /** Files that are renewed one after the other do not, for a moment. */
    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (privateKey.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> privateKey.getAlgorithm(); // EdDSA
                });
        byte[] sample = {1, 2, 3};
        signature.initSign(privateKey);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(publicKey);
        signature.update(sample);
        return signature.verify(signed);
    }
}

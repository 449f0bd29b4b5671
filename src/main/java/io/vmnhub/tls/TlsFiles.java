// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The files that one side of a TLS connection is made of. A file whose name ends in {@code .p12} or {@code .pfx} is
 * PKCS#12, every other one PEM. They are read whenever something is asked of them, so that what has been renewed
 * counts. Immutable.
 *
 * @param certificate the own certificate chain, the own one first; empty to show none
 * @param key the private key in PEM; empty when it is in the PKCS#12 file
 * @param password of the PKCS#12 file with the own certificate
 * @param trusted authorities that the peer's certificate may be signed by; empty for those that Java trusts
 * @param trustedPassword of the PKCS#12 file with the authorities
 */
public record TlsFiles(
        Optional<Path> certificate,
        Optional<Path> key,
        String password,
        Optional<Path> trusted,
        String trustedPassword) {

    /** Nothing of its own. */
    public static final TlsFiles NONE = new TlsFiles(Optional.empty(), Optional.empty(), "", Optional.empty(), "");

    /** What a server shows. */
    public static TlsFiles server(Path certificate, Optional<Path> key, String password) {
        return new TlsFiles(Optional.of(certificate), key, password, Optional.empty(), "");
    }

    /** Whether a file is PKCS#12, by its name. */
    public static boolean isPkcs12(Path file) {
        return file.toString().matches("(?i).*\\.(p12|pfx)");
    }

    /** Whether the certificate is PEM and the key is not named. */
    public boolean lacksKey() {
        return key.isEmpty() && certificate.filter(file -> !isPkcs12(file)).isPresent();
    }

    /** Whether there is nothing that could change. */
    public boolean isEmpty() {
        return all().isEmpty();
    }

    /** Each file once. */
    public List<Path> all() {
        return Stream.of(certificate, key, trusted)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    /** A file that cannot be read, if there is one. */
    public Optional<Path> unreadable() {
        return all().stream().filter(file -> !Files.isReadable(file)).findFirst();
    }

    /**
     * The own certificate and its key; empty to show none.
     *
     * @throws IOException names the file that cannot be used, and why
     */
    Optional<OwnKey> own() throws IOException {
        if (certificate.isEmpty()) {
            return Optional.empty();
        }
        if (lacksKey()) {
            throw new IOException(certificate.get() + " is PEM, so the file with its key is needed too");
        }
        return Optional.of(KeyStores.own(certificate.get(), key, password));
    }

    /**
     * The own certificate and its key for a server; {@link OwnKey#password} opens the entry.
     *
     * @throws IOException names the file that cannot be used, and why
     */
    public OwnKey serverKey() throws IOException {
        return own().orElseThrow(() -> new IOException("a server needs a certificate"));
    }

    /** A key in a key store in memory, and the password of its entry. */
    public record OwnKey(KeyStore store, String password) {

        /** Without the password. */
        @Override
        public String toString() {
            return "OwnKey";
        }
    }

    /**
     * For {@link javax.net.ssl.SSLContext#init}; empty to show nothing.
     *
     * @throws IOException names the file that cannot be used, and why
     */
    public Optional<KeyManager[]> keyManagers() throws IOException {
        Optional<OwnKey> own = own();
        if (own.isEmpty()) {
            return Optional.empty();
        }
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own.get().store(), own.get().password().toCharArray());
            return Optional.of(keys.getKeyManagers());
        } catch (GeneralSecurityException e) {
            throw KeyStores.unusable(certificate.orElseThrow(), e);
        }
    }

    /**
     * For {@link javax.net.ssl.SSLContext#init}; empty for those whom Java trusts.
     *
     * @throws IOException names the file that cannot be used, and why
     */
    public Optional<TrustManager[]> trustManagers() throws IOException {
        if (trusted.isEmpty()) {
            return Optional.empty();
        }
        KeyStore store = KeyStores.trusted(trusted.get(), trustedPassword);
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            return Optional.of(trust.getTrustManagers());
        } catch (GeneralSecurityException e) {
            throw KeyStores.unusable(trusted.get(), e);
        }
    }

    /**
     * Until when each file with certificates can be used: the own chain until the first of it is over, the authorities
     * as long as one is valid.
     *
     * @throws IOException names the file that cannot be used, and why
     */
    public Map<Path, Instant> expiries() throws IOException {
        Map<Path, Instant> expiries = new LinkedHashMap<>();
        if (certificate.isPresent()) {
            KeyStores.firstExpiry(KeyStores.chain(certificate.get(), password))
                    .ifPresent(until -> expiries.put(certificate.get(), until));
        }
        if (trusted.isPresent()) {
            KeyStores.lastExpiry(KeyStores.trusted(trusted.get(), trustedPassword))
                    .ifPresent(until -> expiries.merge(trusted.get(), until, (own, other) -> own));
        }
        return expiries;
    }

    /**
     * A digest of all files, which tells whether one has changed.
     *
     * @throws IOException when one cannot be read
     */
    public byte[] digest() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : all()) {
                digest.update(Files.readAllBytes(file));
            }
            return digest.digest();
        } catch (NoSuchFileException e) {
            throw new IOException(e.getMessage() + " is not there", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return "TlsFiles" + all();
    }
}

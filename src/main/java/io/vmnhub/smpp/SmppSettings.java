// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.smpp;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The SMPP side of the hub. Immutable.
 *
 * @param systemId how the hub calls itself in its bind responses
 * @param listeners where it listens; none without accounts
 * @param guard what it does against strangers
 * @param accounts who may bind
 */
public record SmppSettings(String systemId, List<Listener> listeners, Guard guard, List<EsmeAccount> accounts) {

    public static final String DEFAULT_SYSTEM_ID = "vmnhub";

    /** Nobody can bind, and nothing listens. */
    public static final SmppSettings NONE = new SmppSettings(DEFAULT_SYSTEM_ID, List.of(), Guard.DEFAULT, List.of());

    public SmppSettings {
        listeners = List.copyOf(listeners);
        accounts = List.copyOf(accounts);
        Set<String> names = new HashSet<>();
        accounts.forEach(account -> {
            if (!names.add(account.systemId())) {
                throw new IllegalArgumentException("accounts: '" + account.systemId() + "' is there twice");
            }
        });
    }

    /** The account of that name, also one that may not bind. */
    public Optional<EsmeAccount> account(String systemId) {
        return accounts.stream()
                .filter(account -> account.systemId().equals(systemId))
                .findFirst();
    }

    /**
     * A port that ESMEs connect to.
     *
     * @param address a local IP address
     * @param port 0 for any
     * @param tls empty for a plain port
     */
    public record Listener(String address, int port, Optional<Tls> tls) {

        /** {@code 127.0.0.1:2775}, {@code 127.0.0.1:3550 (TLS)}. */
        @Override
        public String toString() {
            return address + ":" + port + (tls.isPresent() ? " (TLS)" : "");
        }
    }

    /** Whether an ESME shows a certificate of its own. */
    public enum ClientCertificates {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /**
     * The certificate of a TLS port: a PKCS#12 key store, or a PEM chain and its PKCS#8 key.
     *
     * @param keyStore a PKCS#12 file; empty when {@code certificate} and {@code privateKey} are given
     * @param keyStorePassword of the key store, empty for none
     * @param certificate PEM, the hub's certificate first
     * @param privateKey PEM, PKCS#8, not encrypted
     * @param clientCertificates whether ESMEs show certificates
     * @param trustedCertificates PEM: who may have signed them
     */
    public record Tls(
            Optional<Path> keyStore,
            String keyStorePassword,
            Optional<Path> certificate,
            Optional<Path> privateKey,
            ClientCertificates clientCertificates,
            Optional<Path> trustedCertificates) {

        public Tls {
            if (keyStore.isPresent() == certificate.isPresent() || certificate.isPresent() != privateKey.isPresent()) {
                throw new IllegalArgumentException("must have either keyStore, or certificate and privateKey");
            }
            if (clientCertificates != ClientCertificates.NONE && trustedCertificates.isEmpty()) {
                throw new IllegalArgumentException(
                        "trustedCertificates is missing: who may have signed the certificates of clients?");
            }
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "Tls[" + keyStore.or(() -> certificate).map(Path::toString).orElse("") + ", " + clientCertificates
                    + "]";
        }
    }

    /**
     * What is done against strangers.
     *
     * @param bindTimeout how long a connection may take to its bind, the TLS handshake included
     * @param maxUnbound connections that have not bound yet; a further one closes the oldest
     * @param wrongPasswords wrong binds from one address before it is locked out
     * @param wrongPasswordsOfAccount wrong passwords to one account, from wherever, before addresses that it has never
     *     bound from wait
     * @param lockOut how long
     */
    public record Guard(
            Duration bindTimeout, int maxUnbound, int wrongPasswords, int wrongPasswordsOfAccount, Duration lockOut) {

        public static final Guard DEFAULT = new Guard(Duration.ofSeconds(5), 200, 5, 20, Duration.ofMinutes(5));
    }
}

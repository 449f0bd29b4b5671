// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.fixture.Certificates;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keys and certificates are read from, and how what is wrong with a file is named. */
class TlsFilesTest {

    @TempDir
    private Path folder;

    private static TlsFiles pem(Path certificate, Path key) {
        return TlsFiles.server(certificate, Optional.of(key), "");
    }

    private static String alias(TlsFiles files, String algorithm) throws Exception {
        return ((X509KeyManager) files.keyManagers().orElseThrow()[0]).chooseServerAlias(algorithm, null, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void aKeyIsReadFromPkcs12Pkcs8AndTheFormsBeforeThem(String algorithm) throws Exception {
        Certificates made = Certificates.in(folder, "hub", algorithm, 30);
        assertThat(alias(TlsFiles.server(made.keyStore(), Optional.empty(), Certificates.PASSWORD), algorithm))
                .isNotNull();
        assertThat(alias(pem(made.certificate(), made.key()), algorithm)).isNotNull();
        assertThat(alias(pem(made.certificate(), oldKey(made, algorithm)), algorithm))
                .isNotNull();
    }

    /** In the form of RFC 8017 or RFC 5915. */
    private static Path oldKey(Certificates made, String algorithm) throws Exception {
        return Certificates.pem(
                made.key().resolveSibling("old.key"), algorithm + " PRIVATE KEY", content(made.pkcs8()));
    }

    /** PKCS#8 without what stands before the key: version, algorithm, and the head of an octet string. */
    private static byte[] content(byte[] pkcs8) {
        int at = next(pkcs8, 0, true);
        at = next(pkcs8, at, false);
        at = next(pkcs8, at, false);
        return Arrays.copyOfRange(pkcs8, next(pkcs8, at, true), next(pkcs8, at, false));
    }

    private static int next(byte[] der, int at, boolean inside) {
        int first = der[at + 1] & 0xff;
        int head = first < 0x80 ? 2 : 2 + (first & 0x7f);
        int length = first;
        if (first >= 0x80) {
            length = 0;
            for (int i = 2; i < head; i++) {
                length = length << 8 | der[at + i] & 0xff;
            }
        }
        return at + head + (inside ? 0 : length);
    }

    @Test
    void whatIsWrongWithAFileIsNamed() throws Exception {
        Certificates made = Certificates.in(folder, "hub", "EC", 30);
        Certificates other = Certificates.in(folder, "other", "EC", 30);
        Path locked = Files.writeString(
                folder.resolve("locked.key"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        Path nowhere = folder.resolve("nowhere.pem");
        assertThatThrownBy(() -> pem(made.certificate(), other.key()).serverKey())
                .hasMessage(made.certificate() + " cannot be used for TLS: " + other.key()
                        + " is the key of another certificate");
        assertThatThrownBy(() -> pem(made.certificate(), locked).serverKey())
                .hasMessageEndingWith(
                        locked + " holds a key with a password; it must hold one without password (BEGIN PRIVATE KEY)");
        assertThatThrownBy(() -> pem(made.key(), made.key()).serverKey())
                .hasMessageStartingWith(made.key() + " cannot be used for TLS: ");
        assertThatThrownBy(() -> pem(nowhere, made.key()).serverKey()).hasMessage(nowhere + " is not there");
        assertThatThrownBy(() -> TlsFiles.server(made.certificate(), Optional.empty(), "")
                        .serverKey())
                .hasMessage(made.certificate() + " is PEM, so the file with its key is needed too");
        assertThatThrownBy(() -> TlsFiles.server(made.keyStore(), Optional.empty(), "wrong")
                        .serverKey())
                .hasMessageStartingWith(made.keyStore() + " cannot be used for TLS: ");
        TlsFiles trusting = new TlsFiles(
                Optional.empty(), Optional.empty(), "", Optional.of(made.keyStore()), Certificates.PASSWORD);
        assertThat(trusting.trustManagers()).isPresent();
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        try (OutputStream out = Files.newOutputStream(made.keyStore())) {
            empty.store(out, Certificates.PASSWORD.toCharArray());
        }
        assertThatThrownBy(trusting::trustManagers)
                .hasMessage(
                        made.keyStore() + " cannot be used for TLS: it holds no certificate that is marked as trusted");
    }

    @Test
    void theEndOfEachFileIsKnown() throws Exception {
        Certificates own = Certificates.in(folder, "own", "EC", 30);
        Certificates trusted = Certificates.in(folder, "trusted", "EC", 60);
        TlsFiles files = new TlsFiles(
                Optional.of(own.certificate()), Optional.of(own.key()), "", Optional.of(trusted.certificate()), "");
        assertThat(files.expiries().get(own.certificate())).isBetween(in(29), in(30));
        assertThat(files.expiries().get(trusted.certificate())).isBetween(in(59), in(60));
        assertThat(files).hasToString("TlsFiles" + files.all());
    }

    private static Instant in(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }
}

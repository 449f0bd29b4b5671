// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.SSLOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's certificate and key, from PEM files or one PKCS#12 file (named .p12 or .pfx), taken anew when the files
 * change: connections that are open keep the old one. One that is opened in the very moment of the change may be
 * closed, and succeeds when it is tried again.
 */
public final class ServerCertificate {

    private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    /** Of the key store in memory, which needs one. */
    private static final String INTERNAL = "hub";

    private final Path certificate;
    private final Optional<Path> key;
    private final String password;
    private byte[] seen = {};

    /**
     * @param key the private key, PKCS#8 in PEM; none when it is in the PKCS#12 file
     * @param password of the PKCS#12 file
     */
    public ServerCertificate(Path certificate, Optional<Path> key, String password) {
        this.certificate = certificate;
        this.key = key;
        this.password = password;
    }

    /**
     * For a server of Camel's that has not started.
     *
     * @throws IllegalArgumentException when the files cannot be used; it says why
     */
    public SSLContextParameters parameters() {
        KeyStore store;
        try {
            seen = content();
            store = load();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the certificate " + certificate + " cannot be used: " + e.getMessage(), e);
        }
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyPassword(INTERNAL);
        keys.setKeyStore(new KeyStoreParameters() {
            @Override
            public KeyStore createKeyStore() {
                return store;
            }
        });
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setKeyManagers(keys);
        return parameters;
    }

    /**
     * Looks at the files every {@code milliseconds} and gives the server what has changed. What cannot be used is
     * reported, and the old one stays.
     */
    public void keepCurrent(Vertx vertx, HttpServer server, long milliseconds) {
        vertx.setPeriodic(
                milliseconds,
                timer -> vertx.executeBlocking(this::changed, false).onComplete(looked -> {
                    if (looked.failed()) {
                        LOG.warn(
                                "The certificate {} has changed but cannot be used: {}",
                                certificate,
                                looked.cause().getMessage());
                    } else if (looked.result().isPresent()) {
                        server.updateSSLOptions(new SSLOptions()
                                        .setKeyCertOptions(new PfxOptions()
                                                .setPassword(INTERNAL)
                                                .setValue(looked.result().get())))
                                .onSuccess(done -> LOG.info("The certificate {} is in use as it is now", certificate))
                                .onFailure(e -> LOG.warn(
                                        "The certificate {} has changed but is not taken: {}",
                                        certificate,
                                        e.getMessage()));
                    }
                }));
    }

    private synchronized Optional<Buffer> changed() throws IOException, GeneralSecurityException {
        byte[] now = content();
        if (Arrays.equals(now, seen)) {
            return Optional.empty();
        }
        seen = now;
        ByteArrayOutputStream store = new ByteArrayOutputStream();
        load().store(store, INTERNAL.toCharArray());
        return Optional.of(Buffer.buffer(store.toByteArray()));
    }

    private byte[] content() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(Files.readAllBytes(certificate));
        if (key.isPresent()) {
            all.write(Files.readAllBytes(key.get()));
        }
        return all.toByteArray();
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        if (certificate.toString().matches("(?i).*\\.(p12|pfx)")) {
            KeyStore file = KeyStore.getInstance("PKCS12");
            file.load(new ByteArrayInputStream(Files.readAllBytes(certificate)), password.toCharArray());
            String alias = file.aliases().nextElement();
            store.setKeyEntry(
                    "hub",
                    file.getKey(alias, password.toCharArray()),
                    INTERNAL.toCharArray(),
                    file.getCertificateChain(alias));
            return store;
        }
        Certificate[] chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificate)))
                .toArray(Certificate[]::new);
        if (chain.length == 0) {
            throw new IllegalArgumentException("it holds no certificate");
        }
        store.setKeyEntry("hub", privateKey(chain[0].getPublicKey().getAlgorithm()), INTERNAL.toCharArray(), chain);
        return store;
    }

    private PrivateKey privateKey(String algorithm) throws IOException, GeneralSecurityException {
        Path file = key.orElseThrow(
                () -> new IllegalArgumentException("it is PEM, so the file with its key is needed too"));
        Matcher pem = PRIVATE_KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new IllegalArgumentException(file + " holds no unencrypted PKCS#8 key (BEGIN PRIVATE KEY)");
        }
        return KeyFactory.getInstance(algorithm)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
    }
}

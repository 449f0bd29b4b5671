package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.SmppSettings.ClientCertificates;
import io.vmnhub.smpp.SmppSettings.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The TLS side of one port: TLS 1.2 and 1.3. Immutable and thread-safe. */
final class TlsContext {

    private static final Pattern PKCS8 = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final SSLContext context;
    private final ClientCertificates clientCertificates;

    /** @throws IOException names the file that cannot be used */
    TlsContext(Tls tls) throws IOException {
        this.clientCertificates = tls.clientCertificates();
        char[] password = tls.keyStorePassword().toCharArray();
        Path source = tls.keyStore().or(tls::certificate).orElseThrow();
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(tls.keyStore().isPresent() ? stored(tls.keyStore().get(), password) : pem(tls, password), password);
            context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), tls.trustedCertificates().isPresent() ? trusted(tls.trustedCertificates().get()) : null, null);
        } catch (GeneralSecurityException e) {
            throw new IOException(source + " cannot be used for TLS: " + e.getMessage(), e);
        }
    }

    /** The TLS server above an accepted socket; the handshake is done by the first read. */
    SSLSocket above(Socket tcp) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, null, true);
        socket.setUseClientMode(false);
        socket.setEnabledProtocols(PROTOCOLS);
        socket.setNeedClientAuth(clientCertificates == ClientCertificates.REQUIRED);
        if (clientCertificates == ClientCertificates.OPTIONAL) {
            socket.setWantClientAuth(true);
        }
        return socket;
    }

    private static KeyStore stored(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }

    private static KeyStore pem(Tls tls, char[] password) throws IOException, GeneralSecurityException {
        Path keyFile = tls.privateKey().orElseThrow();
        Matcher key = PKCS8.matcher(Files.readString(keyFile));
        if (!key.find()) {
            throw new GeneralSecurityException(keyFile + " holds no PEM key of PKCS#8 without password (BEGIN PRIVATE KEY)");
        }
        Collection<? extends Certificate> chain = certificates(tls.certificate().orElseThrow());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1)));
        String algorithm = chain.iterator().next().getPublicKey().getAlgorithm();
        PrivateKey privateKey = KeyFactory.getInstance(algorithm).generatePrivate(spec);
        store.setKeyEntry("smpp", privateKey, password, chain.toArray(Certificate[]::new));
        return store;
    }

    private static TrustManager[] trusted(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates(file)) {
            store.setCertificateEntry("trusted-" + number++, certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust.getTrustManagers();
    }

    private static Collection<? extends Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new GeneralSecurityException(file + " holds no PEM certificate");
            }
            return found;
        }
    }
}

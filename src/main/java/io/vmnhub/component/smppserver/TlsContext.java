package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.SmppSettings.ClientCertificates;
import io.vmnhub.smpp.SmppSettings.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
    private final byte[] files;

    /** @throws IOException names the file that cannot be used */
    TlsContext(Tls tls) throws IOException {
        this.clientCertificates = tls.clientCertificates();
        this.files = files(tls);
        char[] password = tls.keyStorePassword().toCharArray();
        Path source = tls.keyStore().or(tls::certificate).orElseThrow();
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(tls.keyStore().isPresent() ? stored(tls.keyStore().get(), password) : pem(tls, password), password);
            context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), tls.trustedCertificates().isPresent() ? trusted(tls.trustedCertificates().get()) : null, null);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
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

    /** Whether the files that it was made of are others now. @throws IOException when one cannot be read */
    boolean isOutdated(Tls tls) throws IOException {
        return !Arrays.equals(files, files(tls));
    }

    /** A digest of all its files, which may hold keys. */
    private static byte[] files(Tls tls) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Optional<Path> file : List.of(tls.keyStore(), tls.certificate(), tls.privateKey(), tls.trustedCertificates())) {
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
        if (!belongTogether(privateKey, chain.iterator().next().getPublicKey())) {
            throw new GeneralSecurityException(keyFile + " is the key of another certificate");
        }
        store.setKeyEntry("smpp", privateKey, password, chain.toArray(Certificate[]::new));
        return store;
    }

    /** Files that are renewed one after the other do not, for a moment. */
    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(switch (privateKey.getAlgorithm()) {
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

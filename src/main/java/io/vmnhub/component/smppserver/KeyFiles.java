// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Keys and trusted certificates, from PEM and PKCS#12 files. */
public final class KeyFiles {

    private static final Pattern PKCS8 = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");

    private KeyFiles() {}

    /** @param file PKCS#12 */
    public static KeyManager[] stored(Path file, char[] password) throws IOException, GeneralSecurityException {
        return managers(load(file, password), password);
    }

    /**
     * @param certificates the own one first
     * @param password of what is made of them in memory
     */
    public static KeyManager[] pem(Path certificates, Path keyFile, char[] password)
            throws IOException, GeneralSecurityException {
        return managers(joined(certificates, keyFile, password), password);
    }

    /** @param file PEM */
    public static TrustManager[] trustedPem(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates(file)) {
            store.setCertificateEntry("trusted-" + number++, certificate);
        }
        return trust(store);
    }

    /** @param file PKCS#12 */
    public static TrustManager[] trustedStore(Path file, char[] password) throws IOException, GeneralSecurityException {
        return trust(load(file, password));
    }

    public static boolean isStore(Path file) {
        return file.toString().matches("(?i).*\\.(p12|pfx)");
    }

    private static TrustManager[] trust(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust.getTrustManagers();
    }

    private static KeyManager[] managers(KeyStore store, char[] password) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        return keys.getKeyManagers();
    }

    private static KeyStore load(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }

    private static KeyStore joined(Path certificates, Path keyFile, char[] password)
            throws IOException, GeneralSecurityException {
        Matcher key = PKCS8.matcher(Files.readString(keyFile));
        if (!key.find()) {
            throw new GeneralSecurityException(
                    keyFile + " holds no PEM key of PKCS#8 without password (BEGIN PRIVATE KEY)");
        }
        Collection<? extends Certificate> chain = certificates(certificates);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1)));
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

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (found.isEmpty()) {
                throw new GeneralSecurityException(file + " holds no PEM certificate");
            }
            return found;
        }
    }
}

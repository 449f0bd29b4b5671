// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.SmppSettings.ClientCertificates;
import io.vmnhub.smpp.SmppSettings.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jsmpp.session.connection.ConnectionFactory;
import org.jsmpp.session.connection.socket.SocketConnection;

/** A self-signed certificate for localhost, made by the JDK's keytool. */
record Certificates(Path keyStore, Path certificate, Path privateKey) {

    static final String PASSWORD = "changeit";

    static Certificates in(Path folder, String name)
            throws IOException, GeneralSecurityException, InterruptedException {
        return in(folder, name, "ip:127.0.0.1,dns:localhost");
    }

    /** @param names whom it is for */
    static Certificates in(Path folder, String name, String names)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + names,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD,
                        "-validity",
                        "30")
                .redirectErrorStream(true)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException(new String(keytool.getInputStream().readAllBytes()));
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Path certificate = pem(
                folder.resolve(name + ".crt"),
                "CERTIFICATE",
                keys.getCertificate(name).getEncoded());
        Path key = pem(
                folder.resolve(name + ".key"),
                "PRIVATE KEY",
                keys.getKey(name, PASSWORD.toCharArray()).getEncoded());
        return new Certificates(store, certificate, key);
    }

    private static Path pem(Path file, String kind, byte[] der) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
    }

    private KeyManager[] keys() throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(), PASSWORD.toCharArray());
        return keys.getKeyManagers();
    }

    /** TLS that shows this certificate, and accepts any client. */
    SSLContext server() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(), null, null);
        return context;
    }

    /** TLS that shows this certificate, and demands that the client shows {@code client}. */
    SSLContext demanding(Certificates client) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys(), client.trust(), null);
        return context;
    }

    private TrustManager[] trust() throws IOException, GeneralSecurityException {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        KeyStore mine = load();
        trust.setCertificateEntry("trusted", mine.getCertificate(mine.aliases().nextElement()));
        TrustManagerFactory trusts = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusts.init(trust);
        return trusts.getTrustManagers();
    }

    /** How a client connects that trusts nothing but this certificate. @param own what it shows */
    ConnectionFactory trusted(Optional<Certificates> own) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.isPresent() ? own.get().keys() : null, trust(), null);
        return (host, port) -> new SocketConnection(context.getSocketFactory().createSocket(host, port));
    }

    Tls byPem() {
        return new Tls(
                Optional.empty(),
                "",
                Optional.of(certificate),
                Optional.of(privateKey),
                ClientCertificates.NONE,
                Optional.empty());
    }

    Tls byKeyStore(ClientCertificates clients, Optional<Path> trusted) {
        return new Tls(Optional.of(keyStore), PASSWORD, Optional.empty(), Optional.empty(), clients, trusted);
    }
}

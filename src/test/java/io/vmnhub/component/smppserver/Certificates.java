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

/** A self-signed certificate for localhost, made by the JDK's keytool. */
record Certificates(Path keyStore, Path certificate, Path privateKey) {

    static final String PASSWORD = "changeit";

    static Certificates in(Path folder, String name) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
                name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1,dns:localhost", "-storetype", "PKCS12", "-keystore",
                store.toString(), "-storepass", PASSWORD, "-validity", "30").redirectErrorStream(true).start();
        if (keytool.waitFor() != 0) {
            throw new IOException(new String(keytool.getInputStream().readAllBytes()));
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Path certificate = pem(folder.resolve(name + ".crt"), "CERTIFICATE", keys.getCertificate(name).getEncoded());
        Path key = pem(folder.resolve(name + ".key"), "PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded());
        return new Certificates(store, certificate, key);
    }

    private static Path pem(Path file, String kind, byte[] der) throws IOException {
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + kind + "-----\n");
    }

    Tls byPem() {
        return new Tls(Optional.empty(), "", Optional.of(certificate), Optional.of(privateKey), ClientCertificates.NONE, Optional.empty());
    }

    Tls byKeyStore(ClientCertificates clients, Optional<Path> trusted) {
        return new Tls(Optional.of(keyStore), PASSWORD, Optional.empty(), Optional.empty(), clients, trusted);
    }
}

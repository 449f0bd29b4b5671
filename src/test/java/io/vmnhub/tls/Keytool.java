// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** Self-signed certificates in the forms that files have, made by the JDK's keytool. */
record Keytool(Path pkcs12, Path certificate, Path key, Path oldKey) {

    static final String PASSWORD = "changeit";

    /** @param algorithm RSA or EC */
    static Keytool in(Path folder, String name, String algorithm, int days) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD,
                        "-validity",
                        String.valueOf(days))
                .redirectErrorStream(true)
                .start();
        if (!keytool.waitFor(1, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
            throw new IOException(new String(keytool.getInputStream().readAllBytes()));
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        byte[] pkcs8 = key(keys, name);
        return new Keytool(
                store,
                pem(
                        folder.resolve(name + ".crt"),
                        "CERTIFICATE",
                        keys.getCertificate(name).getEncoded()),
                pem(folder.resolve(name + ".key"), "PRIVATE KEY", pkcs8),
                pem(folder.resolve(name + ".old.key"), algorithm + " PRIVATE KEY", content(pkcs8)));
    }

    private static byte[] key(KeyStore keys, String name) throws GeneralSecurityException {
        return keys.getKey(name, PASSWORD.toCharArray()).getEncoded();
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

    private static Path pem(Path file, String kind, byte[] der) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key in PEM without password: PKCS#8 (RFC 5958), PKCS#1 of RSA (RFC 8017) or SEC 1 of elliptic curves (RFC
 * 5915). The latter two are PKCS#8 once the algorithm stands before them, which is the one of the certificate.
 */
final class PemKey {

    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN (RSA |EC )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END (RSA |EC )?PRIVATE KEY-----");
    private static final byte SEQUENCE = 0x30;
    private static final byte OCTET_STRING = 0x04;
    private static final byte[] VERSION = {0x02, 0x01, 0x00};

    private PemKey() {}

    /** @param publicKey of the certificate that it belongs to */
    static PrivateKey read(Path file, PublicKey publicKey) throws IOException, GeneralSecurityException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is not there", e);
        }
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            throw new GeneralSecurityException(file
                    + (text.contains("ENCRYPTED") ? " holds a key with a password" : " holds no PEM key")
                    + "; it must hold one without password (BEGIN PRIVATE KEY)");
        }
        byte[] octets = Base64.getMimeDecoder().decode(pem.group(2));
        byte[] pkcs8 = pem.group(1) == null ? octets : pkcs8(octets, publicKey);
        try {
            return KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException(
                    file + " holds no key of the certificate's kind, " + publicKey.getAlgorithm(), e);
        }
    }

    private static byte[] pkcs8(byte[] key, PublicKey publicKey) {
        return element(SEQUENCE, VERSION, algorithm(publicKey.getEncoded()), element(OCTET_STRING, key));
    }

    /** The first element of a SubjectPublicKeyInfo (RFC 5280 clause 4.1), whole. */
    private static byte[] algorithm(byte[] publicKey) {
        int begin = contentAt(publicKey, 0);
        int content = contentAt(publicKey, begin);
        return Arrays.copyOfRange(publicKey, begin, content + lengthAt(publicKey, begin));
    }

    private static int contentAt(byte[] der, int element) {
        int length = der[element + 1] & 0xff;
        return element + 2 + (length < 0x80 ? 0 : length & 0x7f);
    }

    private static int lengthAt(byte[] der, int element) {
        int first = der[element + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | der[element + 2 + i] & 0xff;
        }
        return length;
    }

    private static byte[] element(byte tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream der = new ByteArrayOutputStream(length + 5);
        der.write(tag);
        if (length >= 0x80) {
            int octets = length > 0xffff ? 3 : length > 0xff ? 2 : 1;
            der.write(0x80 | octets);
            for (int i = octets - 1; i > 0; i--) {
                der.write(length >> 8 * i);
            }
        }
        der.write(length);
        Arrays.stream(parts).forEach(der::writeBytes);
        return der.toByteArray();
    }
}

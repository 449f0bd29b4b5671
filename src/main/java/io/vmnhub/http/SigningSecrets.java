// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The symmetric signatures of Standard Webhooks 1.0.0: HMAC-SHA256 over {@code id.timestamp.body}, one for each secret,
 * so that a secret can be replaced while receivers still know the old one. Thread-safe.
 */
public final class SigningSecrets {

    private static final String PREFIX = "whsec_";

    private final List<SecretKeySpec> keys;

    /**
     * @param secrets {@code whsec_} and base64 of 24 to 64 octets each, separated by blanks; none when blank
     * @throws IllegalArgumentException when one is not; it does not say the secret
     */
    public SigningSecrets(String secrets) {
        keys = Arrays.stream(secrets.trim().split("\\s+"))
                .filter(secret -> !secret.isEmpty())
                .map(SigningSecrets::key)
                .toList();
    }

    private static SecretKeySpec key(String secret) {
        byte[] octets;
        try {
            octets = secret.startsWith(PREFIX)
                    ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
                    : new byte[0];
        } catch (IllegalArgumentException e) {
            octets = new byte[0];
        }
        if (octets.length < 24 || octets.length > 64) {
            throw new IllegalArgumentException(
                    "webhook: a signing secret must be whsec_ and the base64 of 24 to 64 octets");
        }
        return new SecretKeySpec(octets, "HmacSHA256");
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Adds the headers of Standard Webhooks to a request, when there are secrets. */
    public void addTo(MultiMap headers, String id, byte[] body) {
        if (!isEmpty()) {
            long now = Instant.now().getEpochSecond();
            headers.add("webhook-id", id)
                    .add("webhook-timestamp", String.valueOf(now))
                    .add("webhook-signature", sign(id, now, body));
        }
    }

    /**
     * The value of {@code webhook-signature}.
     *
     * @param timestamp seconds since 1970
     */
    public String sign(String id, long timestamp, byte[] body) {
        return keys.stream()
                .map(key -> "v1," + Base64.getEncoder().encodeToString(hmac(key, id, timestamp, body)))
                .collect(Collectors.joining(" "));
    }

    private static byte[] hmac(SecretKeySpec key, String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}

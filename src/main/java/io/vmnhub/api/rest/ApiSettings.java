// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import io.vmnhub.http.AllowedPorts;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How one application may use the REST interface.
 *
 * @param keys its API keys; any of them opens
 * @param jwt whose tokens open too
 * @param requestsPerSecond beyond which requests are answered with 429
 * @param maxBatchSize messages that one request hands out at most
 * @param signingSecrets that sign notifications of its subscriptions, as webhook-sink has them; empty for none
 * @param allowPrivateTargets whether its subscriptions may lead to private addresses
 * @param notifyPorts to which ports they may lead
 */
public record ApiSettings(
        List<ApiKey> keys,
        Optional<Jwt> jwt,
        int requestsPerSecond,
        int maxBatchSize,
        String signingSecrets,
        boolean allowPrivateTargets,
        AllowedPorts notifyPorts) {

    public static final int REQUESTS_PER_SECOND = 50;
    public static final int MAX_BATCH_SIZE = 100;

    public ApiSettings {
        keys = List.copyOf(keys);
        Objects.requireNonNull(jwt, "jwt");
        Objects.requireNonNull(signingSecrets, "signingSecrets");
        Objects.requireNonNull(notifyPorts, "notifyPorts");
        if (requestsPerSecond < 1 || maxBatchSize < 1) {
            throw new IllegalArgumentException("requestsPerSecond and maxBatchSize must be above zero");
        }
    }

    /** Without secrets; subscriptions lead to public addresses. */
    public ApiSettings(List<ApiKey> keys, Optional<Jwt> jwt, int requestsPerSecond, int maxBatchSize) {
        this(keys, jwt, requestsPerSecond, maxBatchSize, "", false, AllowedPorts.STANDARD);
    }

    @Override
    public String toString() {
        return "ApiSettings[" + keys.size() + " keys]"; // secrets stay out of logs
    }

    /**
     * An API key, of which the hub knows only the hash. Keys are long random values, so a plain hash keeps them.
     *
     * @param name for the log
     * @param sha256 of the key's characters, 64 hex digits
     */
    public record ApiKey(String name, String sha256) {

        public ApiKey {
            Objects.requireNonNull(name, "name");
            if (!sha256.matches("[0-9a-fA-F]{64}")) {
                throw new IllegalArgumentException("sha256 must be the 64 hex digits of a SHA-256");
            }
        }
    }

    /**
     * Signed tokens (RFC 7519) of one issuer for one subject. A token must name issuer, audience, subject and its end.
     *
     * @param subject {@code sub}
     * @param algorithm RS256, RS384, RS512, ES256, ES384 or PS256
     * @param publicKey the issuer's keys, one or several after another, in PEM; empty when they are fetched
     * @param keysUrl where the issuer publishes its keys (RFC 7517); empty when they are given
     */
    public record Jwt(
            String issuer, String audience, String subject, String algorithm, String publicKey, String keysUrl) {

        private static final Pattern KEY =
                Pattern.compile("-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----", Pattern.DOTALL);

        public Jwt {
            Objects.requireNonNull(issuer, "issuer");
            Objects.requireNonNull(audience, "audience");
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(algorithm, "algorithm");
            if (publicKey.isBlank() == keysUrl.isBlank()) {
                throw new IllegalArgumentException("either publicKey or keysUrl is needed");
            }
            if (keysUrl.isBlank() && !KEY.matcher(publicKey).find()) {
                throw new IllegalArgumentException("publicKey must be a public key in PEM");
            }
            if (!keysUrl.isBlank() && !keysUrl.matches("https?://[^\\s]+")) {
                throw new IllegalArgumentException("keysUrl must be an http or https URL");
            }
        }

        /** With keys that are given. */
        public Jwt(String issuer, String audience, String subject, String algorithm, String publicKey) {
            this(issuer, audience, subject, algorithm, publicKey, "");
        }

        List<String> publicKeys() {
            return KEY.matcher(publicKey).results().map(MatchResult::group).toList();
        }
    }
}

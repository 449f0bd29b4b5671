// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import io.vertx.core.Future;
import io.vertx.ext.auth.jwt.JWTAuth;

/** The keys that verify an issuer's tokens. Thread-safe. */
public interface TokenKeys {

    /**
     * What verifies a token.
     *
     * @param keyId the token's {@code kid}; empty when it has none
     * @return fails with a {@link ProblemException} when there are no keys at the moment
     */
    Future<JWTAuth> forKey(String keyId);
}

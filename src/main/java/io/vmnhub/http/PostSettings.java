// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vmnhub.tls.TlsFiles;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How a URL is posted to.
 *
 * @param url absolute, http or https
 * @param allowPrivateTargets whether it may lead to private, loopback and link-local addresses
 * @param http2 whether HTTP/2 is offered over TLS
 * @param tls what the client brings to TLS; empty for nothing of its own
 * @param tokens where access tokens come from; empty for none
 * @param confirmWithin how long an answer may take in all
 * @param connectTimeout how long connecting alone may take
 * @param maxConnections connections at a time
 * @param maxInFlight calls under way at a time; as many again may wait for a connection
 * @param circuitCalls how many attempts must fail one after the other, at least, for the circuit to open
 * @param circuitOpenFor how long an open circuit stays open before it is tried
 */
public record PostSettings(
        URI url,
        boolean allowPrivateTargets,
        boolean http2,
        Optional<TlsFiles> tls,
        Optional<Tokens> tokens,
        Duration confirmWithin,
        Duration connectTimeout,
        int maxConnections,
        int maxInFlight,
        int circuitCalls,
        Duration circuitOpenFor) {

    /**
     * Where access tokens come from by OAuth 2.0 client credentials.
     *
     * @param scope blank for none
     */
    public record Tokens(URI url, String clientId, String clientSecret, String scope) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "Tokens[" + clientId + " at " + url.getHost() + "]";
        }
    }

    /** Connecting is a part of the time in which an answer must be there. */
    Duration connectWithin() {
        return connectTimeout.compareTo(confirmWithin) < 0 ? connectTimeout : confirmWithin;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import io.vertx.ext.web.RoutingContext;

/**
 * How applications reach the REST interface.
 *
 * @param base scheme, host and port without a slash; empty when each request tells
 */
record PublicUrl(String base) {

    /** What it is called in a request's context. */
    static final String NAME = "publicUrl";

    /** @throws IllegalArgumentException when it is neither empty nor such a URL */
    static PublicUrl of(String url) {
        String base = url.strip().replaceFirst("/+$", "");
        if (!base.matches("(https?://[A-Za-z0-9.\\-\\[\\]:]+(/[A-Za-z0-9._~/-]*)?)?")) {
            throw new IllegalArgumentException(
                    "vmnhub.http.public-url is '" + url + "', but must be a URL such as https://sms.example.com");
        }
        return new PublicUrl(base);
    }

    /** What URLs in the answer to a request begin with. */
    static String of(RoutingContext request) {
        PublicUrl known = request.get(NAME);
        return known != null && !known.base().isEmpty()
                ? known.base()
                : request.request().scheme() + "://" + request.request().authority();
    }
}

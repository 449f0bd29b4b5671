// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** An OpenAPI document, and the page on which people read it. Immutable. */
public final class ApiDocument {

    private final Buffer document;
    private final Buffer page;

    private ApiDocument(Buffer document, Buffer page) {
        this.document = document;
        this.page = page;
    }

    /** @param name of a resource {@code /openapi/<name>.json} */
    public static ApiDocument of(String name) {
        return new ApiDocument(resource("/openapi/" + name + ".json"), resource("/openapi/page.html"));
    }

    private static Buffer resource(String name) {
        try (InputStream in = ApiDocument.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    /** Serves {@code <prefix>/openapi.json} and {@code <prefix>/docs}. They hold no secret and need no credential. */
    public void mount(Router router, String prefix) {
        router.get(prefix + "/openapi.json")
                .handler(request -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .end(document));
        router.get(prefix + "/docs")
                .handler(request -> request.response()
                        .putHeader("Content-Type", "text/html; charset=utf-8")
                        .putHeader(
                                "Content-Security-Policy",
                                "default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src "
                                        + "'unsafe-inline'")
                        .end(page));
    }
}

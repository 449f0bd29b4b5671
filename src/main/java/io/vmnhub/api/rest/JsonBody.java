// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;

/** The body of a request as JSON. */
public final class JsonBody {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonBody() {}

    /**
     * What a request has sent; the missing node when it has no body.
     *
     * @throws ProblemException 400 when it is not JSON
     */
    public static JsonNode of(RoutingContext request) {
        Buffer body = request.body().buffer();
        try {
            return JSON.readTree(body == null ? new byte[0] : body.getBytes());
        } catch (IOException e) {
            throw ProblemException.of(400, "the body is not JSON");
        }
    }
}

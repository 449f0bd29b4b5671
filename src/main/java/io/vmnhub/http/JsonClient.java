// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;

/** Asks servers that an operator has configured for JSON objects, in bounded time and size. Thread-safe. */
public final class JsonClient {

    private static final int LONGEST = 262_144;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 10_000;

    private final HttpClient client;

    public JsonClient(Vertx vertx) {
        client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setMaxPoolSize(2)
                .setIdleTimeout(10)
                .setKeepAliveTimeout(5));
    }

    /** Fails when the answer is not 200, or not an object. */
    public Future<JsonObject> get(String url) {
        return client.request(options(HttpMethod.GET, url))
                .compose(request -> request.send().compose(JsonClient::body));
    }

    /** Posts a form, already encoded; fails as {@link #get} does. */
    public Future<JsonObject> post(String url, MultiMap headers, String form) {
        return client.request(options(HttpMethod.POST, url)
                        .setHeaders(headers)
                        .putHeader("Accept", "application/json")
                        .putHeader("Content-Type", "application/x-www-form-urlencoded"))
                .compose(request -> request.send(form).compose(JsonClient::body));
    }

    private static RequestOptions options(HttpMethod method, String url) {
        return new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(url)
                .setFollowRedirects(false)
                .setTimeout(ANSWER_MILLIS);
    }

    private static Future<JsonObject> body(HttpClientResponse answer) {
        if (answer.statusCode() != 200) {
            return Future.failedFuture(new IOException("it answers " + answer.statusCode()));
        }
        Buffer body = Buffer.buffer();
        answer.handler(part -> {
            body.appendBuffer(part);
            if (body.length() > LONGEST) {
                answer.request().reset();
            }
        });
        return answer.end().map(ended -> new JsonObject(body));
    }
}

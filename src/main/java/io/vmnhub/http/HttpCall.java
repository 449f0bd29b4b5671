// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;

/**
 * One HTTP request and its bounded answer, without a thread. Ends once: with the complete answer, or with a
 * {@link CallFailedException}, also when it is {@link #abort aborted}, which resets its connection or stream.
 */
public final class HttpCall {

    /** Octets of a receiver's answer that are looked at; more than that ends the call. */
    public static final int LONGEST_ANSWER = 65_536;

    private final int longestAnswer;
    private final boolean keepAnswer;
    private final Promise<HttpAnswer> answer = Promise.promise();
    private final Buffer kept = Buffer.buffer();
    private volatile HttpClientRequest request;
    private volatile boolean ended;
    private int received;

    /**
     * @param longestAnswer octets of answer beyond which the call is aborted
     * @param keepAnswer whether the answer's body is wanted
     */
    public HttpCall(int longestAnswer, boolean keepAnswer) {
        this.longestAnswer = longestAnswer;
        this.keepAnswer = keepAnswer;
    }

    Future<HttpAnswer> send(HttpClient client, RequestOptions options, Buffer body) {
        if (!ended) {
            client.request(options).onComplete(connected -> send(connected, body));
        }
        return answer.future();
    }

    private void send(AsyncResult<HttpClientRequest> connected, Buffer body) {
        if (connected.failed()) {
            Throwable why = connected.cause();
            fail(
                    why instanceof ConnectionPoolTooBusyException
                            ? CallFailedException.ours("not sent: too many wait for a connection")
                            : CallFailedException.theirs("not sent: " + why.getMessage(), why));
            return;
        }
        request = connected.result();
        request.exceptionHandler(e -> fail(CallFailedException.theirs("broken off: " + e.getMessage(), e)));
        if (ended) {
            request.reset();
            return;
        }
        request.send(body).onComplete(this::read);
    }

    private void read(AsyncResult<HttpClientResponse> answered) {
        if (answered.failed()) {
            fail(CallFailedException.theirs("no answer: " + answered.cause().getMessage(), answered.cause()));
            return;
        }
        HttpClientResponse response = answered.result();
        response.exceptionHandler(e -> fail(CallFailedException.theirs("answer broken off: " + e.getMessage(), e)));
        response.handler(this::take);
        response.endHandler(end -> {
            ended = true;
            answer.tryComplete(new HttpAnswer(response.statusCode(), response.headers(), kept));
        });
    }

    private void take(Buffer part) {
        received += part.length();
        if (received > longestAnswer) {
            abort("answer longer than " + longestAnswer + " octets");
        } else if (keepAnswer) {
            kept.appendBuffer(part);
        }
    }

    /** Whether a connection was there to send it on. */
    public boolean isSent() {
        return request != null;
    }

    /** Ends the call, if it has not ended, and gives its connection up. */
    public void abort(String why) {
        fail(CallFailedException.theirs(why, null));
        HttpClientRequest sent = request;
        if (sent != null) {
            sent.reset();
        }
    }

    private void fail(CallFailedException failure) {
        ended = true;
        answer.tryFail(failure);
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.soap;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.cxf.continuations.SuspendedInvocationException;

/**
 * One request from its arrival to its answer. CXF works at it in one thread at a time; while the inbox is asked no
 * thread waits: CXF's chain is suspended and begins again at the same place when the result is there.
 */
final class SoapCall {

    static final String BASIC = "Basic realm=\"vmn-hub\", charset=\"UTF-8\"";

    private final RoutingContext request;
    private final Context context;
    private final Runnable wrongCredentials;
    private Optional<SoapCaller> caller;
    private boolean authenticationRefused;
    private Runnable resume = () -> {};
    private boolean invoked;
    private CompletableFuture<?> result;
    private Consumer<Boolean> whenAnswered = written -> {};

    /**
     * @param caller known by HTTP
     * @param wrongCredentials told when the call's own token is wrong; any thread
     */
    SoapCall(RoutingContext request, Optional<SoapCaller> caller, Runnable wrongCredentials) {
        this.wrongCredentials = wrongCredentials;
        this.request = request;
        this.caller = caller;
        context = request.vertx().getOrCreateContext();
    }

    Optional<SoapCaller> caller() {
        return caller;
    }

    void caller(SoapCaller found) {
        caller = Optional.of(found);
    }

    void wrongCredentials() {
        wrongCredentials.run();
    }

    /** The answer asks for HTTP authentication. */
    void refuseAuthentication() {
        authenticationRefused = true;
    }

    /** @param again lets CXF go on with this call; any thread may call it */
    void resumeBy(Runnable again) {
        resume = again;
    }

    HttpConnection connection() {
        return request.request().connection();
    }

    /** Whether the request was in order, so that what fails now is the hub's fault. */
    boolean isInvoked() {
        return invoked;
    }

    /**
     * The result of {@code work}, which is done once.
     *
     * @throws SuspendedInvocationException when the result is not there yet; CXF comes again
     */
    Object result(Supplier<CompletionStage<?>> work) {
        invoked = true;
        if (result == null) {
            result = work.get().toCompletableFuture();
        }
        if (!result.isDone()) {
            result.whenComplete((done, failure) -> resume.run());
            throw new SuspendedInvocationException();
        }
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** @param outcome told whether the result was written to the connection in full */
    void whenAnswered(Consumer<Boolean> outcome) {
        whenAnswered = outcome;
    }

    /** The one answer. Any thread. */
    void answer(boolean fault, String contentType, byte[] body) {
        context.runOnContext(now -> {
            HttpServerResponse response = request.response();
            if (response.ended() || response.closed()) {
                whenAnswered.accept(false);
                return;
            }
            response.setStatusCode(authenticationRefused ? 401 : fault ? 500 : 200)
                    .putHeader("Content-Type", contentType)
                    .putHeader("Cache-Control", "no-store");
            if (authenticationRefused) {
                response.putHeader("WWW-Authenticate", BASIC);
            }
            response.end(Buffer.buffer(body)).onComplete(end -> whenAnswered.accept(end.succeeded() && !fault));
        });
    }

    /** When CXF itself has failed. */
    void fail() {
        context.runOnContext(now -> {
            whenAnswered.accept(false);
            if (!request.response().ended() && !request.response().closed()) {
                request.response().setStatusCode(500).end();
            }
        });
    }
}

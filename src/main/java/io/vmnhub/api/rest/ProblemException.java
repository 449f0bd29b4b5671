// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vmnhub.component.inbox.InboxBusyException;
import io.vmnhub.log.FailureReason;
import io.vmnhub.log.ThrottledLog;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that is answered by problem details (RFC 9457). Its message is for the client. Without a stack trace: it is
 * an answer.
 */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ProblemException.class);
    private static final ThrottledLog FAILURES = new ThrottledLog(LOG);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final String field;

    private ProblemException(int status, String field, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.field = field;
    }

    public static ProblemException of(int status, String detail) {
        return new ProblemException(status, "", detail);
    }

    int status() {
        return status;
    }

    /**
     * 400.
     *
     * @param field the parameter or the member of the body that is wrong
     */
    public static ProblemException invalid(String field, String detail) {
        return new ProblemException(400, field, detail);
    }

    /** What a client is told of any failure; of those that are not its own fault only that they are there. */
    static ProblemException from(Throwable failure, int status) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        if (failure instanceof InboxBusyException) {
            return of(503, "too much to do at the moment; try again in a second");
        }
        if (failure instanceof HttpException http) {
            return of(
                    http.getStatusCode(),
                    http.getStatusCode() == 413 ? "the body is too long" : "the request cannot be read");
        }
        if (failure == null && status > 0) {
            return of(status, status == 413 ? "the body is too long" : "the request cannot be answered");
        }
        String reason = failure instanceof SQLException
                ? failure.getMessage()
                : failure == null ? "no reason" : FailureReason.of(failure);
        FAILURES.warn("", reason, () -> "A REST request failed: " + reason);
        LOG.debug("A REST request failed", failure);
        return of(503, "the hub cannot answer at the moment");
    }

    /** The failure handler of a router. */
    public static void answer(RoutingContext request) {
        from(request.failure(), request.statusCode()).send(request);
    }

    void send(RoutingContext request) {
        if (request.response().ended() || request.response().headWritten()) {
            return;
        }
        ObjectNode problem = JSON.createObjectNode()
                .put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", getMessage());
        if (!field.isEmpty()) {
            problem.putArray("errors").addObject().put("field", field).put("message", getMessage());
        }
        if (status == 401) {
            request.response().putHeader("WWW-Authenticate", "Bearer realm=\"vmn-hub\"");
        }
        if ((status == 429 || status == 503) && !request.response().headers().contains("Retry-After")) {
            request.response().putHeader("Retry-After", "1");
        }
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end(problem.toString());
    }
}

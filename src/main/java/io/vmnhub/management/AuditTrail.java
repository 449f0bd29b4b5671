// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what on the management interface. Every request is a line of the log {@code io.vmnhub.audit}; the latest that
 * changed something, looked at a text or came from nobody known are remembered for {@code /audit}. Thread-safe.
 */
final class AuditTrail implements ManagementResource {

    static final int MOST = 1_000;
    private static final String NOTE = "auditNote";
    private static final Logger AUDIT = LoggerFactory.getLogger("io.vmnhub.audit");

    private final Deque<Entry> latest = new ArrayDeque<>();

    /** One request. */
    private record Entry(Instant at, String who, String method, String path, String from, int status, String what) {

        ObjectNode form() {
            return Pages.object()
                    .put("at", at.toString())
                    .put("who", who)
                    .put("method", method)
                    .put("path", path)
                    .put("from", from)
                    .put("status", status)
                    .put("what", what);
        }
    }

    static void note(RoutingContext request, String what) {
        request.put(NOTE, what);
    }

    /**
     * One line for each request, refused ones too: who asked for what, and what came of it. Queries may hold numbers
     * and are left out.
     */
    void watch(RoutingContext request) {
        request.addEndHandler(ended -> {
            String name = SignIn.operator(request).map(Operator::name).orElse("nobody known");
            String what = request.get(NOTE);
            Entry entry = new Entry(
                    Instant.now(),
                    name,
                    request.request().method().name(),
                    auditable(request),
                    request.request().remoteAddress().hostAddress(),
                    request.response().getStatusCode(),
                    what == null ? "" : what);
            AUDIT.info(
                    "{} {} {} from {}: {}{}",
                    entry.who(),
                    entry.method(),
                    entry.path(),
                    entry.from(),
                    entry.status(),
                    what == null ? "" : ", " + what);
            if (!request.request().method().equals(HttpMethod.GET) || what != null) {
                add(entry);
            }
        });
        request.next();
    }

    /** The path; numbers in it are subscribers', and stay out. */
    private static String auditable(RoutingContext request) {
        return request.normalizedPath()
                .replaceFirst("^(" + ManagementApi.PATH + "/(?:numbers|imsis|waiting)/)[^/]*", "$1…");
    }

    private synchronized void add(Entry entry) {
        if (latest.size() >= MOST) {
            latest.removeLast();
        }
        latest.addFirst(entry);
    }

    private synchronized List<Entry> latest() {
        return List.copyOf(latest);
    }

    @Override
    public void mount(Router router) {
        router.get("/audit").handler(request -> Pages.send(request, latest(), Entry::form));
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what on the management interface. Every request is a line of the log {@code io.vmnhub.audit}; the latest that
 * changed something, looked at a text or came from nobody known are remembered for {@code /audit}; those of known
 * people over a restart too. Thread-safe.
 */
final class AuditTrail implements ManagementResource {

    static final int MOST = 1_000;
    private static final String NOTE = "auditNote";
    private static final Logger AUDIT = LoggerFactory.getLogger("io.vmnhub.audit");

    /** Of nobody known, who is not to drive out what others have done. */
    private static final int MOST_OF_NOBODY = 200;

    private static final String NOBODY = "nobody known";

    private final Deque<Entry> latest = new ArrayDeque<>();
    private final Deque<Entry> ofNobody = new ArrayDeque<>();
    private final Optional<AuditFile> file;

    /** @param file empty when nothing is to be remembered over a restart */
    AuditTrail(Optional<AuditFile> file) {
        this.file = file;
        file.ifPresent(kept -> kept.read().forEach(entry -> add(Entry.of(entry), latest, MOST)));
    }

    /** One request. */
    private record Entry(Instant at, String who, String method, String path, String from, int status, String what) {

        static Entry of(JsonNode form) {
            return new Entry(
                    Instant.parse(form.path("at").asText()),
                    form.path("who").asText(),
                    form.path("method").asText(),
                    form.path("path").asText(),
                    form.path("from").asText(),
                    form.path("status").asInt(),
                    form.path("what").asText());
        }

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
            String name = SignIn.operator(request).map(Operator::name).orElse(NOBODY);
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
                remember(request, entry);
            }
        });
        request.next();
    }

    /** The path; numbers in it are subscribers', and stay out. */
    private static String auditable(RoutingContext request) {
        return request.normalizedPath()
                .replaceFirst("^(" + ManagementApi.PATH + "/(?:numbers|imsis|waiting)/)[^/]*", "$1…");
    }

    private void remember(RoutingContext request, Entry entry) {
        if (entry.who().equals(NOBODY)) {
            add(entry, ofNobody, MOST_OF_NOBODY);
            return;
        }
        add(entry, latest, MOST);
        file.ifPresent(kept -> request.vertx()
                .executeBlocking(
                        () -> {
                            kept.append(entry.form());
                            return null;
                        },
                        false));
    }

    private synchronized void add(Entry entry, Deque<Entry> to, int most) {
        if (to.size() >= most) {
            to.removeLast();
        }
        to.addFirst(entry);
    }

    /** The newest first. */
    private synchronized List<Entry> latest() {
        return Stream.concat(latest.stream(), ofNobody.stream())
                .sorted(Comparator.comparing(Entry::at).reversed())
                .toList();
    }

    @Override
    public void mount(Router router) {
        router.get("/audit").handler(request -> Pages.send(request, latest(), Entry::form));
    }
}

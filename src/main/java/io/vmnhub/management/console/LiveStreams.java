// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.management.ManagementApi;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.Operator;
import io.vmnhub.management.Sessions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * {@code /events?topics=overview,application:acme}: server-sent events, one stream for each open console. What a topic
 * says is made once a second for all streams together, and only of topics that somebody listens to. A client that does
 * not read misses events; a session that ends takes its streams with it. Bounded; thread-safe.
 */
final class LiveStreams implements ManagementResource {

    static final int MOST = 100;
    private static final int MOST_SUBJECTS = 10;

    /** A stream that has nothing to say for so many seconds says that it is there, to proxies and to the console. */
    private static final int QUIET_SECONDS = 20;

    private final LiveEvents events;
    private final Sessions sessions;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

    LiveStreams(List<LiveTopic> topics, Sessions sessions) {
        events = new LiveEvents(topics);
        this.sessions = sessions;
    }

    /** One open console; used on its own event loop. */
    private static final class Stream {

        private final Context loop;
        private final HttpServerResponse response;
        private final Set<LiveEvents.Subject> subjects;
        private final BooleanSupplier goesOn;
        private final Map<LiveEvents.Subject, LiveEvents.Event> sent = new HashMap<>();
        private int quiet;

        Stream(RoutingContext request, Set<LiveEvents.Subject> subjects, BooleanSupplier goesOn) {
            loop = request.vertx().getOrCreateContext();
            response = request.response();
            this.subjects = subjects;
            this.goesOn = goesOn;
        }

        void send(Map<LiveEvents.Subject, LiveEvents.Event> news) {
            loop.runOnContext(now -> {
                if (response.ended() || response.closed()) {
                    return;
                }
                if (!goesOn.getAsBoolean()) {
                    response.end("event: ended\ndata: {}\n\n");
                    return;
                }
                if (response.writeQueueFull()) {
                    return;
                }
                quiet++;
                for (LiveEvents.Subject subject : subjects) {
                    LiveEvents.Event event = news.get(subject);
                    if (event != null && sent.put(subject, event) != event) {
                        response.write(event.octets());
                        quiet = 0;
                    }
                }
                if (quiet >= QUIET_SECONDS) {
                    response.write("event: alive\ndata: {}\n\n");
                    quiet = 0;
                }
            });
        }
    }

    @Override
    public void mount(Router router) {
        router.get("/events").handler(this::open);
    }

    private void open(RoutingContext request) {
        Operator.Role reader = ManagementApi.operator(request).role();
        String wanted = request.queryParam("topics").stream().findFirst().orElse("");
        Set<LiveEvents.Subject> subjects = Arrays.stream(wanted.split(","))
                .filter(name -> !name.isEmpty())
                .map(name -> events.subject(reader, name).orElseThrow(this::noSuchTopic))
                .collect(Collectors.toSet());
        if (subjects.isEmpty() || subjects.size() > MOST_SUBJECTS) {
            throw noSuchTopic();
        }
        if (streams.size() >= MOST) {
            throw ProblemException.of(503, "too many consoles are open");
        }
        Stream stream = new Stream(request, subjects, ManagementApi.goesOn(request, sessions));
        request.response()
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .write("retry: 3000\n\n");
        streams.add(stream);
        request.addEndHandler(ended -> streams.remove(stream));
        request.vertx()
                .executeBlocking(() -> events.of(subjects), false)
                .onSuccess(stream::send)
                .onFailure(request::fail);
    }

    private ProblemException noSuchTopic() {
        return ProblemException.invalid(
                "topics",
                "topics must be 1 to " + MOST_SUBJECTS + " of " + String.join(",", events.names())
                        + ", of which some take a part that exists, such as application:demo");
    }

    /** Called once a second by one thread at a time. */
    void tick() {
        Set<LiveEvents.Subject> wanted = new HashSet<>();
        streams.forEach(stream -> wanted.addAll(stream.subjects));
        Map<LiveEvents.Subject, LiveEvents.Event> news = events.round(wanted);
        streams.forEach(stream -> stream.send(news));
    }
}

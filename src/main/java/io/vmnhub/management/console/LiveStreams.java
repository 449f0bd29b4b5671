// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code /events?topics=overview,messages}: server-sent events, one stream for each open console. What a topic says is
 * made once a second for all streams together, and only of topics that somebody listens to. A client that does not read
 * misses events; a session that ends takes its streams with it. Bounded; thread-safe.
 */
final class LiveStreams implements ManagementResource {

    static final int MOST = 100;

    private final Map<String, LiveTopic> topics;
    private final Sessions sessions;
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

    LiveStreams(List<LiveTopic> topics, Sessions sessions) {
        this.topics = topics.stream().collect(Collectors.toMap(LiveTopic::name, Function.identity()));
        this.sessions = sessions;
    }

    /** One open console; used on its own event loop. */
    private static final class Stream {

        private final Context loop;
        private final HttpServerResponse response;
        private final Operator.Role role;
        private final Set<String> topics;
        private final BooleanSupplier goesOn;
        private final Map<String, String> told = new HashMap<>();

        Stream(RoutingContext request, Set<String> topics, BooleanSupplier goesOn) {
            loop = request.vertx().getOrCreateContext();
            response = request.response();
            role = ManagementApi.operator(request).role();
            this.topics = topics;
            this.goesOn = goesOn;
        }

        void tell(Map<String, String> news) {
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
                StringBuilder events = new StringBuilder();
                for (String topic : topics) {
                    String data = news.get(topic);
                    if (data != null && !data.equals(told.put(topic, data))) {
                        events.append("event: ")
                                .append(topic)
                                .append("\ndata: ")
                                .append(data)
                                .append("\n\n");
                    }
                }
                if (!events.isEmpty()) {
                    response.write(events.toString());
                }
            });
        }
    }

    @Override
    public void mount(Router router) {
        router.get("/events").handler(this::open);
    }

    private void open(RoutingContext request) {
        String wanted = request.queryParam("topics").stream().findFirst().orElse("");
        Set<String> names = Arrays.stream(wanted.split(","))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        if (names.isEmpty() || !topics.keySet().containsAll(names)) {
            throw ProblemException.invalid(
                    "topics", "topics must be some of " + String.join(",", new TreeSet<>(topics.keySet())));
        }
        if (streams.size() >= MOST) {
            throw ProblemException.of(503, "too many consoles are open");
        }
        Stream stream = new Stream(request, names, ManagementApi.goesOn(request, sessions));
        request.response()
                .setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .write("retry: 3000\n\n");
        streams.add(stream);
        request.addEndHandler(ended -> streams.remove(stream));
        stream.tell(rendered(names, stream.role));
    }

    /** Called once a second by one thread at a time. */
    void tick() {
        topics.values().forEach(LiveTopic::begin);
        Map<Operator.Role, Set<String>> wanted = new EnumMap<>(Operator.Role.class);
        streams.forEach(stream ->
                wanted.computeIfAbsent(stream.role, role -> new TreeSet<>()).addAll(stream.topics));
        Map<Operator.Role, Map<String, String>> news = new EnumMap<>(Operator.Role.class);
        wanted.forEach((role, names) -> news.put(role, rendered(names, role)));
        streams.forEach(stream -> stream.tell(news.getOrDefault(stream.role, Map.of())));
    }

    private Map<String, String> rendered(Set<String> names, Operator.Role role) {
        Map<String, String> rendered = new HashMap<>();
        names.forEach(name ->
                topics.get(name).render(role).map(ObjectNode::toString).ifPresent(data -> rendered.put(name, data)));
        return rendered;
    }
}

package io.vmnhub.northbound.management;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.northbound.rest.ProblemException;
import java.util.List;
import java.util.function.Function;

/** Lists in pages: {@code ?offset=0&limit=100} give {@code {"items": […], "total": n}}. */
public final class Pages {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1_000;

    private Pages() {
    }

    /** Answers with the page that the request asks for. */
    public static <T> void send(RoutingContext request, List<T> all, Function<T, ObjectNode> form) {
        int offset = whole(request, "offset", 0, 0, Integer.MAX_VALUE);
        int limit = whole(request, "limit", DEFAULT_LIMIT, 1, MOST);
        ObjectNode page = object();
        ArrayNode items = page.putArray("items");
        all.stream().skip(offset).limit(limit).map(form).forEach(items::add);
        send(request, page.put("total", all.size()));
    }

    public static void send(RoutingContext request, ObjectNode body) {
        request.response().putHeader("Content-Type", "application/json").putHeader("Cache-Control", "no-store").end(body.toString());
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private static int whole(RoutingContext request, String name, int otherwise, int least, int most) {
        String text = request.queryParams().get(name);
        int value = text == null ? otherwise : text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            throw ProblemException.invalid(name, name + " must be a whole number from " + least + (most == Integer.MAX_VALUE ? "" : " to " + most));
        }
        return value;
    }
}

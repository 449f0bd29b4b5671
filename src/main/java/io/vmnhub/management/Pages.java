// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lists in pages: {@code ?offset=0&limit=100} give {@code {"items": […], "total": n}}, and links to the pages around.
 */
public final class Pages {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1_000;

    private Pages() {}

    /** Answers with the page that the request asks for, and with links to those around it (RFC 8288). */
    public static <T> void send(RoutingContext request, List<T> all, Function<T, ObjectNode> form) {
        int offset = whole(request, "offset", 0, 0, Integer.MAX_VALUE);
        int limit = limit(request);
        ObjectNode page = object();
        ArrayNode items = page.putArray("items");
        all.stream().skip(offset).limit(limit).map(form).forEach(items::add);
        if (offset + (long) limit < all.size()) {
            link(request, "offset", String.valueOf(offset + limit), "next");
        }
        if (offset > 0) {
            link(request, "offset", String.valueOf(Math.max(0, offset - limit)), "prev");
        }
        send(request, page.put("total", all.size()));
    }

    /**
     * Answers with a page of a list that has no end worth counting: {@code {"items": […], "next": "cursor"}}.
     *
     * @param next {@code ?cursor=} of the page after this one; empty when this is the last
     */
    public static <T> void send(
            RoutingContext request, List<T> some, Optional<String> next, Function<T, ObjectNode> form) {
        ObjectNode page = object();
        ArrayNode items = page.putArray("items");
        some.stream().map(form).forEach(items::add);
        next.ifPresent(cursor -> {
            page.put("next", cursor);
            link(request, "cursor", cursor, "next");
        });
        send(request, page);
    }

    public static void send(RoutingContext request, ObjectNode body) {
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body.toString());
    }

    /** How many items a page is to have. */
    public static int limit(RoutingContext request) {
        return whole(request, "limit", DEFAULT_LIMIT, 1, MOST);
    }

    /**
     * The request's own address with another value of one parameter; relative, for the hub may be behind another name.
     */
    private static void link(RoutingContext request, String parameter, String value, String relation) {
        QueryStringEncoder address = new QueryStringEncoder(request.request().path());
        request.queryParams().forEach(one -> {
            if (!one.getKey().equals(parameter)) {
                address.addParam(one.getKey(), one.getValue());
            }
        });
        address.addParam(parameter, value);
        request.response().headers().add("Link", "<" + address + ">; rel=\"" + relation + "\"");
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /**
     * A whole number among the request's parameters.
     *
     * @param otherwise what a request without it means; one that is not in the bounds makes the parameter necessary
     */
    public static int whole(RoutingContext request, String name, int otherwise, int least, int most) {
        String text = request.queryParams().get(name);
        int value = text == null ? otherwise : text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            throw ProblemException.invalid(
                    name,
                    name + " must be a whole number from " + least + (most == Integer.MAX_VALUE ? "" : " to " + most));
        }
        return value;
    }
}

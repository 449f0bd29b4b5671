// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.management.ManagementApi;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.Operator;
import io.vmnhub.management.Pages;
import io.vmnhub.records.MessageRecord;
import io.vmnhub.records.RecordJson;
import java.util.List;
import java.util.Optional;

/**
 * {@code /messages/recent}: the latest records of the message log, from memory; also the topic {@code messages} of the
 * live streams, {@value #MOST_AT_ONCE} a second at most.
 */
final class RecentMessagesResource implements ManagementResource, LiveTopic {

    private static final int MOST_AT_ONCE = 50;

    private final MessageFeed feed;
    private long from;
    private long until;

    RecentMessagesResource(MessageFeed feed) {
        this.feed = feed;
    }

    @Override
    public void mount(Router router) {
        router.get("/messages/recent").handler(this::list);
        router.get("/messages/:messageId/recent").handler(this::story);
    }

    private void list(RoutingContext request) {
        Operator.Role reader = ManagementApi.operator(request).role();
        List<MessageFeed.Numbered> recent = feed.since(0, MessageFeed.MOST_RECENT, record -> true);
        Pages.send(request, recent, one -> form(one.record(), reader));
    }

    /** Everything that is remembered of one message: its answer, and its end if that came later. */
    private void story(RoutingContext request) {
        String id = request.pathParam("messageId");
        List<MessageFeed.Numbered> found =
                feed.since(0, MessageFeed.MOST_RECENT, record -> record.id().equals(id));
        if (found.isEmpty()) {
            throw ProblemException.of(404, "message " + id + " is not among the latest");
        }
        Operator.Role reader = ManagementApi.operator(request).role();
        Pages.send(request, found, one -> form(one.record(), reader));
    }

    private static ObjectNode form(MessageRecord record, Operator.Role reader) {
        ObjectNode form = reader.visible(RecordJson.of(record), "from", "to");
        if (form.get("query") instanceof ObjectNode query) {
            reader.visible(query, "imsi");
        }
        return form;
    }

    @Override
    public String name() {
        return "messages";
    }

    @Override
    public synchronized void begin() {
        from = until;
        until = feed.last();
    }

    @Override
    public synchronized Optional<ObjectNode> render(Operator.Role reader, String part) {
        long end = until;
        List<MessageFeed.Numbered> news = feed.since(from, Integer.MAX_VALUE, record -> true).stream()
                .filter(one -> one.number() <= end)
                .toList();
        if (news.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode form = Pages.object().put("until", end).put("came", news.size());
        ArrayNode items = form.putArray("items");
        news.stream().limit(MOST_AT_ONCE).forEach(one -> items.add(form(one.record(), reader)));
        return Optional.of(form);
    }
}

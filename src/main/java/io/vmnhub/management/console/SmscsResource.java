// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.Pages;
import io.vmnhub.screening.Screening;
import io.vmnhub.screening.Sender;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * {@code /smscs}: the SMSCs that have sent messages since the start, by their calling global title: how much, what they
 * were answered, in which MAP versions, when last, and what the lists say of them.
 */
final class SmscsResource implements ManagementResource {

    private final MessageFeed feed;
    private final Screening screening;

    SmscsResource(MessageFeed feed, Screening screening) {
        this.feed = feed;
        this.screening = screening;
    }

    @Override
    public void mount(Router router) {
        router.get("/smscs").handler(this::list);
    }

    private void list(RoutingContext request) {
        long now = System.currentTimeMillis();
        String title = Optional.ofNullable(request.queryParams().get("title")).orElse("");
        Pages.send(request, busiest(title), smsc -> form(smsc.title(), smsc.tally(), now));
    }

    /** One that has sent messages. */
    private record Smsc(String title, Tally tally, int lastMinute) {}

    /** As they are shown while they change. */
    LiveTopic topic() {
        return LiveTopic.list("smscs", this::busiest, smscs -> {
            long now = System.currentTimeMillis();
            return smscs.stream()
                    .map(smsc -> form(smsc.title(), smsc.tally(), now))
                    .toList();
        });
    }

    /** Those whose titles contain some digits, the busiest first. */
    private List<Smsc> busiest(String digits) {
        long now = System.currentTimeMillis();
        return feed.smscs().entrySet().stream()
                .filter(one -> one.getKey().contains(digits))
                .map(one ->
                        new Smsc(one.getKey(), one.getValue(), one.getValue().lastMinute(now)))
                .sorted(Comparator.comparing(Smsc::lastMinute).reversed())
                .toList();
    }

    private ObjectNode form(String title, Tally tally, long now) {
        ObjectNode form = Pages.object()
                .put("title", title)
                .put(
                        "colour",
                        screening
                                .colour(new Sender(
                                        Optional.of(title),
                                        tally.serviceCentres().size() == 1
                                                ? tally.serviceCentres()
                                                        .iterator()
                                                        .next()
                                                : ""))
                                .word());
        return form.setAll(tally.form(now));
    }
}

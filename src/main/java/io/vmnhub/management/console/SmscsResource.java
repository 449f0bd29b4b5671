// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
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
        router.get("/smscs").handler(request -> Pages.send(request, forms(), form -> form));
    }

    /** The busiest first. */
    List<ObjectNode> forms() {
        long now = System.currentTimeMillis();
        return feed.smscs().entrySet().stream()
                .map(one -> form(one.getKey(), one.getValue(), now))
                .sorted(Comparator.comparing(
                        (ObjectNode form) -> -form.path("lastMinute").asInt()))
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

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.Pages;
import java.time.Instant;
import java.util.List;

/** {@code /overview}: what the hub does, as it is now; {@code /overview/history}: its series of the last 24 hours. */
final class OverviewResource implements ManagementResource {

    private static final int MOST_MINUTES = 24 * 60;

    private final Overview overview;

    OverviewResource(Overview overview) {
        this.overview = overview;
    }

    @Override
    public void mount(Router router) {
        router.get("/overview").handler(request -> Pages.send(request, overview.latest()));
        router.get("/overview/history").handler(this::history);
    }

    private void history(RoutingContext request) {
        int minutes = Pages.whole(request, "minutes", 60, 1, MOST_MINUTES);
        long now = Instant.now().getEpochSecond();
        List<OverviewHistory.Sample> samples = overview.history().between(now - minutes * 60L, now);
        ObjectNode form = Pages.object().put("stepSeconds", OverviewHistory.STEP_SECONDS);
        ArrayNode times = form.putArray("times");
        samples.forEach(sample -> times.add(sample.epochSecond()));
        ObjectNode series = form.putObject("series");
        for (int i = 0; i < OverviewHistory.SERIES.size(); i++) {
            ArrayNode values = series.putArray(OverviewHistory.SERIES.get(i));
            for (OverviewHistory.Sample sample : samples) {
                values.add(Math.round(sample.values()[i] * 100) / 100.0);
            }
        }
        Pages.send(request, form);
    }
}

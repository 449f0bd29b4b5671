// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.log.ThrottledLog;
import io.vmnhub.management.Pages;
import io.vmnhub.ss7.Ss7Stack;
import io.vmnhub.ss7.api.Ss7Status;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * What the hub does, at one look: rates by outcome, times, refusals by rule, who does not confirm, links, and what is
 * wrong. {@link #tick} is called once a second by one thread at a time; everything else may be called by any.
 */
public final class Overview {

    private static final int WINDOW = 10;
    private static final int MOST_RULES = 20;
    private static final int MOST_APPLICATIONS = 20;
    private static final ThrottledLog LOG = new ThrottledLog(LoggerFactory.getLogger(Overview.class));

    private final MessageFeed feed;
    private final MeterRegistry metrics;
    private final Ss7Stack stack;
    private final OverviewHistory history;
    private final Supplier<List<Problem>> problems;
    private final Deque<Moment> window = new ArrayDeque<>();
    private volatile List<Problem> wrong = List.of();
    private ObjectNode latest = Pages.object();
    private Moment latestOf;
    private long keptAt;

    /**
     * Something that is not as it should be.
     *
     * @param check the health check's name
     */
    public record Problem(String check, String message) {}

    private record Moment(
            long millis, Map<MessageOutcome, Long> outcomes, long[] latencies, Map<String, Double> rules) {

        double secondsSince(Moment before) {
            return Math.max(1, millis - before.millis()) / 1000.0;
        }

        Map<MessageOutcome, Double> ratesSince(Moment before) {
            Map<MessageOutcome, Double> rates = new LinkedHashMap<>();
            for (MessageOutcome outcome : MessageOutcome.values()) {
                rates.put(outcome, (outcomes.get(outcome) - before.outcomes.get(outcome)) / secondsSince(before));
            }
            return rates;
        }

        double percentileSince(Moment before, double share) {
            return Latencies.percentile(before.latencies, latencies, share);
        }
    }

    public Overview(
            MessageFeed feed,
            MeterRegistry metrics,
            Ss7Stack stack,
            OverviewHistory history,
            Supplier<List<Problem>> problems) {
        this.feed = feed;
        this.metrics = metrics;
        this.stack = stack;
        this.history = history;
        this.problems = problems;
    }

    /** As it was at the last tick; made when somebody asks. */
    synchronized ObjectNode latest() {
        Moment now = window.peekLast();
        if (now != latestOf) {
            latest = form(window.getFirst(), now);
            latestOf = now;
        }
        return latest;
    }

    OverviewHistory history() {
        return history;
    }

    /** Each ten seconds it blocks for a little while: health checks are asked, and the disk gets a sample. */
    public void tick(long epochMillis) {
        Moment now = new Moment(epochMillis, feed.totals(), feed.latencies(), rules());
        Moment before = add(now);
        long step = epochMillis / 1000 / OverviewHistory.STEP_SECONDS;
        if (step != keptAt) {
            keptAt = step;
            wrong = problems.get();
            keep(now, before);
        }
    }

    /** @return the moment that rates begin at */
    private synchronized Moment add(Moment now) {
        window.addLast(now);
        if (window.size() > WINDOW + 1) {
            window.removeFirst();
        }
        return window.getFirst();
    }

    private ObjectNode form(Moment before, Moment now) {
        Ss7Status links = stack.status();
        ObjectNode form =
                Pages.object().put("at", Instant.ofEpochMilli(now.millis()).toString());
        ObjectNode perSecond = form.putObject("messagesPerSecond");
        ObjectNode totals = form.putObject("messages");
        now.ratesSince(before).forEach((outcome, rate) -> {
            perSecond.put(outcome.word(), rounded(rate));
            totals.put(outcome.word(), now.outcomes().get(outcome));
        });
        form.put("p50Millis", rounded(now.percentileSince(before, 0.5)))
                .put("p99Millis", rounded(now.percentileSince(before, 0.99)))
                .put("inProgress", inProgress())
                .put("openDialogues", links.openDialogues())
                .put("maxDialogues", links.maxDialogues())
                .put("ready", links.ready());
        refusals(form.putArray("refusals"), before, now);
        unconfirmed(form.putArray("unconfirmed"), now.millis());
        links(form.putArray("links"), links);
        ArrayNode bad = form.putArray("problems");
        wrong.forEach(one -> bad.addObject().put("check", one.check()).put("message", one.message()));
        return form;
    }

    private void keep(Moment now, Moment before) {
        Map<MessageOutcome, Double> rates = now.ratesSince(before);
        double[] values = {
            sum(rates, MessageOutcome.DELIVERED, MessageOutcome.STORED, MessageOutcome.PART),
            rates.get(MessageOutcome.REFUSED),
            rates.get(MessageOutcome.FAILED),
            sum(rates, MessageOutcome.DUPLICATE, MessageOutcome.DISCARDED, MessageOutcome.UNANSWERED),
            now.percentileSince(before, 0.5),
            now.percentileSince(before, 0.99),
            inProgress(),
            stack.status().openDialogues()
        };
        try {
            history.add(now.millis() / 1000, values);
        } catch (IOException e) {
            LOG.warn("", "history", () -> "The console's history cannot be written: " + e.getMessage());
        }
    }

    private static double sum(Map<MessageOutcome, Double> rates, MessageOutcome... outcomes) {
        return Arrays.stream(outcomes).mapToDouble(rates::get).sum();
    }

    private double inProgress() {
        return metrics.find("vmnhub.map.in.progress").gauges().stream()
                .mapToDouble(Gauge::value)
                .sum();
    }

    /** What screening's rules have decided against messages and queries so far. */
    private Map<String, Double> rules() {
        Map<String, Double> counts = new HashMap<>();
        for (Counter counter : metrics.find("vmnhub.screening.decisions").counters()) {
            counts.merge(
                    counter.getId().getTag("rule") + " " + counter.getId().getTag("outcome"),
                    counter.count(),
                    Double::sum);
        }
        return counts;
    }

    private static void refusals(ArrayNode refusals, Moment before, Moment now) {
        now.rules().entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(MOST_RULES)
                .forEach(one -> {
                    String[] words = one.getKey().split(" ");
                    double early = before.rules().getOrDefault(one.getKey(), 0.0);
                    refusals.addObject()
                            .put("rule", words[0])
                            .put("outcome", words[1])
                            .put("perSecond", rounded((one.getValue() - early) / now.secondsSince(before)))
                            .put("total", one.getValue().longValue());
                });
    }

    private void unconfirmed(ArrayNode unconfirmed, long epochMillis) {
        feed.applications().entrySet().stream()
                .filter(one -> one.getValue().failuresOfLastMinute(epochMillis) > 0)
                .sorted(Comparator.comparing(one -> -one.getValue().failuresOfLastMinute(epochMillis)))
                .limit(MOST_APPLICATIONS)
                .forEach(one -> unconfirmed
                        .addObject()
                        .put("application", one.getKey())
                        .put("failedLastMinute", one.getValue().failuresOfLastMinute(epochMillis))
                        .put("lastFailure", one.getValue().lastFailure()));
    }

    private static void links(ArrayNode links, Ss7Status status) {
        status.associations()
                .forEach(one -> links.addObject()
                        .put("what", "association")
                        .put("name", one.name())
                        .put("state", one.state()));
        status.applicationServers()
                .forEach(one -> links.addObject()
                        .put("what", "application server")
                        .put("name", one.name())
                        .put("state", one.state()));
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.management.Pages;
import io.vmnhub.records.MessageRecord;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;

/**
 * What has been counted, since the hub's start, of the messages of one SMSC or for one application. Of fixed size;
 * thread-safe.
 */
final class Tally {

    private static final Set<MessageOutcome> NOT_CONFIRMED = EnumSet.of(MessageOutcome.FAILED, MessageOutcome.DEAD);
    private static final int MOST_ANSWERS = 32;

    private final Latencies latencies = new Latencies();
    private final MinuteCount messages = new MinuteCount();
    private final MinuteCount failures = new MinuteCount();
    private final Map<MessageOutcome, LongAdder> outcomes = new EnumMap<>(MessageOutcome.class);
    private final Map<String, LongAdder> answers = new TreeMap<>();
    private final Set<Integer> versions = new TreeSet<>();
    private final Set<String> serviceCentres = new TreeSet<>();
    private Instant lastHeard;
    private Instant lastFailedAt;
    private String lastFailure;

    synchronized void add(MessageRecord record) {
        long now = record.time().toEpochMilli();
        outcomes.computeIfAbsent(record.outcome(), outcome -> new LongAdder()).increment();
        if (record.event() == MessageRecord.Event.ANSWERED) {
            lastHeard = record.time();
            messages.add(now);
            if (record.answer() != null && answers.size() < MOST_ANSWERS) {
                answers.computeIfAbsent(record.answer(), answer -> new LongAdder())
                        .increment();
            }
            if (record.mapVersion() != null) {
                versions.add(record.mapVersion());
            }
            if (record.serviceCentre() != null && serviceCentres.size() < 4) {
                serviceCentres.add(record.serviceCentre());
            }
            if (record.tookMillis() != null) {
                latencies.record(record.tookMillis());
            }
        }
        if (NOT_CONFIRMED.contains(record.outcome())) {
            failures.add(now);
            lastFailedAt = record.time();
            lastFailure = record.reason();
        }
    }

    synchronized int lastMinute(long epochMillis) {
        return messages.sum(epochMillis);
    }

    synchronized int failuresOfLastMinute(long epochMillis) {
        return failures.sum(epochMillis);
    }

    synchronized String lastFailure() {
        return lastFailure;
    }

    synchronized Set<String> serviceCentres() {
        return Set.copyOf(serviceCentres);
    }

    synchronized ObjectNode form(long epochMillis) {
        ObjectNode form = Pages.object()
                .put("lastMinute", messages.sum(epochMillis))
                .put("failedLastMinute", failures.sum(epochMillis))
                .put("p50Millis", Math.round(latencies.percentile(0.5)))
                .put("p99Millis", Math.round(latencies.percentile(0.99)));
        ObjectNode byOutcome = form.putObject("outcomes");
        outcomes.forEach((outcome, count) -> byOutcome.put(outcome.word(), count.sum()));
        ObjectNode byAnswer = form.putObject("answers");
        answers.forEach((answer, count) -> byAnswer.put(answer, count.sum()));
        var byVersion = form.putArray("mapVersions");
        versions.forEach(byVersion::add);
        var centres = form.putArray("serviceCentres");
        serviceCentres.forEach(centres::add);
        if (lastHeard != null) {
            form.put("lastHeard", lastHeard.toString());
        }
        if (lastFailedAt != null) {
            form.put("lastFailedAt", lastFailedAt.toString()).put("lastFailure", lastFailure);
        }
        return form;
    }
}

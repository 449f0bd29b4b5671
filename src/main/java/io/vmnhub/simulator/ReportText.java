// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A run's report as lines for a terminal. */
public final class ReportText {

    private final RunReport report;

    public ReportText(RunReport report) {
        this.report = report;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("sent " + report.sent());
        lines.add("acknowledged " + report.acknowledged());
        report.failures().forEach((outcome, count) -> lines.add(outcome + " " + count));
        if (report.unanswered() > 0) {
            lines.add("without an outcome " + report.unanswered());
        }
        if (report.notSent() > 0) {
            lines.add("not sent, because too many were under way " + report.notSent());
        }
        lines.add(format("in %.3f s, %.1f messages/s", report.elapsed().toNanos() / 1e9, report.perSecond()));
        if (report.whole().count() > 0) {
            lines.add(format("%-24s%10s%10s%10s%10s%10s", "latency, ms", "p50", "p90", "p99", "p99.9", "max"));
            row(lines, "sendRoutingInfoForSM", report.routing());
            row(lines, "mt-forwardSM", report.forwarding());
            row(lines, "whole message", report.whole());
        }
        return lines;
    }

    private static void row(List<String> lines, String name, Latencies latencies) {
        if (latencies.count() > 0) {
            lines.add(format(
                    "%-24s%10.2f%10.2f%10.2f%10.2f%10.2f",
                    name, latencies.p50(), latencies.p90(), latencies.p99(), latencies.p999(), latencies.max()));
        }
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}

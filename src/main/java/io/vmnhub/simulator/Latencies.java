// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import org.HdrHistogram.Histogram;

/**
 * The distribution of a latency, in milliseconds, to three significant digits.
 *
 * @param count how many were measured; when 0, all others are
 */
public record Latencies(long count, double p50, double p90, double p99, double p999, double max) {

    private static final double NANOS_PER_MILLI = 1e6;

    static Latencies of(Histogram nanos) {
        return new Latencies(
                nanos.getTotalCount(),
                millis(nanos, 50),
                millis(nanos, 90),
                millis(nanos, 99),
                millis(nanos, 99.9),
                millis(nanos, 100));
    }

    private static double millis(Histogram nanos, double percentile) {
        return nanos.getTotalCount() == 0 ? 0 : nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.simulator.Latencies;
import java.util.Arrays;

/**
 * What one phase came to, as one line between two processes.
 *
 * @param failed messages that were not sent, not answered, or refused
 * @param perSecond messages a second
 * @param latencies of whole messages
 */
record Result(long acknowledged, long failed, double perSecond, Latencies latencies) {

    private static final int COUNTS = 3;

    static Result parse(String line) {
        String[] fields = line.split(" ");
        double[] millis = Arrays.stream(fields)
                .skip(COUNTS)
                .mapToDouble(Double::parseDouble)
                .toArray();
        if (millis.length != 5) {
            throw new IllegalArgumentException("the load generator answered '" + line + "', which is no result");
        }
        long acknowledged = Long.parseLong(fields[0]);
        return new Result(
                acknowledged,
                Long.parseLong(fields[1]),
                Double.parseDouble(fields[2]),
                new Latencies(acknowledged, millis[0], millis[1], millis[2], millis[3], millis[4]));
    }

    /** Of a program that says no more. */
    static Result withoutLatencies(long acknowledged, double perSecond) {
        return new Result(acknowledged, 0, perSecond, new Latencies(0, 0, 0, 0, 0, 0));
    }

    double p50() {
        return latencies.p50();
    }

    double p99() {
        return latencies.p99();
    }

    @Override
    public String toString() {
        return acknowledged + " " + failed + " " + perSecond + " " + latencies.p50() + " " + latencies.p90() + " "
                + latencies.p99() + " " + latencies.p999() + " " + latencies.max();
    }
}

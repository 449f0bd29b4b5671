// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

/**
 * What one phase came to, as one line between two processes.
 *
 * @param failed messages that were not sent, not answered, or refused
 * @param perSecond messages a second
 * @param p50 milliseconds, as are the others
 */
record Result(long acknowledged, long failed, double perSecond, double p50, double p99, double max) {

    static Result parse(String line) {
        String[] fields = line.split(" ");
        return new Result(
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                Double.parseDouble(fields[2]),
                Double.parseDouble(fields[3]),
                Double.parseDouble(fields[4]),
                Double.parseDouble(fields[5]));
    }

    @Override
    public String toString() {
        return acknowledged + " " + failed + " " + perSecond + " " + p50 + " " + p99 + " " + max;
    }
}

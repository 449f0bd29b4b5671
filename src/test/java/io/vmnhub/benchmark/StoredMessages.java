// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;

/** What leaves the hub's store for one application, seen by the hub's metrics. */
final class StoredMessages implements Activity {

    private static final long MOST_SECONDS = 120;

    private final HubMetrics metrics;
    private final String application;

    StoredMessages(int managementPort, String application) {
        metrics = new HubMetrics(managementPort);
        this.application = application;
    }

    @Override
    public double awaitArrival(Result load) {
        long start = System.nanoTime();
        Awaitility.await("what was stored for " + application + " is delivered")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(MOST_SECONDS))
                .until(() -> count("delivered") >= count("stored"));
        return (System.nanoTime() - start) / 1e9;
    }

    /** How many have had that outcome so far. */
    double count(String outcome) throws IOException, InterruptedException {
        return metrics.sum(
                "vmnhub_store_messages_total", "application=\"" + application + "\"", "outcome=\"" + outcome + "\"");
    }
}

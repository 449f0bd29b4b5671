// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;

/** What leaves the hub's store for one application, seen by the hub's metrics. */
final class StoredMessages implements Activity {

    private static final long MOST_SECONDS = 120;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int managementPort;
    private final String application;

    StoredMessages(int managementPort, String application) {
        this.managementPort = managementPort;
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
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + managementPort + "/observe/metrics"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("vmnhub_store_messages_total")
                        && line.contains("application=\"" + application + "\"")
                        && line.contains("outcome=\"" + outcome + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}

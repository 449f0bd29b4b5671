// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Applications that fetch their messages over REST in batches, and confirm them. */
final class RestReaders implements Activity {

    private static final int READERS = 4;
    private static final int BATCH = 500;
    private static final long MOST_SECONDS = 120;
    private static final Pattern ID = Pattern.compile("\"messageId\" ?: ?\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private final String messages;
    private final String key;
    private volatile boolean closing;

    private RestReaders(String messages, String key) {
        this.messages = messages;
        this.key = key;
    }

    /** @param messages the URL of the inbox */
    static RestReaders start(String messages, String key) {
        RestReaders readers = new RestReaders(messages, key);
        for (int i = 0; i < READERS; i++) {
            Thread thread = new Thread(readers::readAll, "rest-reader-" + i);
            thread.setDaemon(true);
            thread.start();
            readers.threads.add(thread);
        }
        return readers;
    }

    private void readAll() {
        try {
            while (!closing) {
                readOnce();
            }
        } catch (IOException | RuntimeException e) {
            failure.set(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readOnce() throws IOException, InterruptedException {
        List<String> ids = ID.matcher(
                        body(request("?wait=1&maxBatchSize=" + BATCH).GET()))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        if (!ids.isEmpty()) {
            body(request("/confirm")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(
                            ids.stream().collect(Collectors.joining("\",\"", "{\"messageIds\":[\"", "\"]}")))));
            confirmed.addAndGet(ids.size());
        }
    }

    private HttpRequest.Builder request(String rest) {
        return HttpRequest.newBuilder(URI.create(messages + rest))
                .timeout(Duration.ofSeconds(MOST_SECONDS))
                .header("X-API-Key", key);
    }

    private String body(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    request.build().uri() + " was answered by " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    @Override
    public double awaitArrival(Result load) throws IOException {
        long start = System.nanoTime();
        Awaitility.await("what was acknowledged is fetched over REST")
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(MOST_SECONDS))
                .until(() -> failure.get() != null || confirmed.get() >= load.acknowledged());
        if (failure.get() != null) {
            throw new IOException("a reader failed: " + failure.get().getMessage(), failure.get());
        }
        return (System.nanoTime() - start) / 1e9;
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(MOST_SECONDS));
        }
    }
}

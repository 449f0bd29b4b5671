// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Consoles as browsers open and read them: what a page asks for first, and then its stream of events. */
final class OpenConsoles implements Activity {

    /** A page that follows what happens. */
    enum Page {
        OVERVIEW("overview", "/overview/history?minutes=60", "/overview"),
        LIVE_TAIL("messages", "/messages/recent?limit=200");

        private final String topic;
        private final String[] first;

        Page(String topic, String... first) {
            this.topic = topic;
            this.first = first;
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<InputStream> streams = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();
    private final String address;
    private final String token;
    private volatile boolean closing;

    private OpenConsoles(int managementPort, String token) {
        this.address = "http://127.0.0.1:" + managementPort + "/manage/v1";
        this.token = token;
    }

    /**
     * Opens so many of each page.
     *
     * @param token of the management interface
     */
    static OpenConsoles open(int managementPort, String token, List<Page> pages, int ofEach)
            throws IOException, InterruptedException {
        OpenConsoles consoles = new OpenConsoles(managementPort, token);
        try {
            for (Page page : pages) {
                consoles.open(page, ofEach);
            }
            return consoles;
        } catch (IOException e) {
            consoles.close();
            throw e;
        }
    }

    private void open(Page page, int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            for (String path : page.first) {
                drain(get(path));
            }
            InputStream stream = get("/events?topics=" + page.topic);
            Thread reader = new Thread(() -> read(stream), page.topic + "-" + i);
            reader.setDaemon(true);
            reader.start();
            streams.add(stream);
            readers.add(reader);
        }
    }

    private InputStream get(String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(
                HttpRequest.newBuilder(URI.create(address + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IOException("a console cannot be opened: GET " + path + " is answered " + response.statusCode());
        }
        return response.body();
    }

    private static void drain(InputStream body) throws IOException {
        try (body) {
            body.transferTo(OutputStream.nullOutputStream());
        }
    }

    private void read(InputStream stream) {
        try {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            if (!closing) {
                throw new UncheckedIOException("a console's stream broke", e);
            }
        }
    }

    @Override
    public double awaitArrival(Result load) {
        return 0;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        closing = true;
        for (InputStream stream : streams) {
            stream.close();
        }
        for (Thread reader : readers) {
            reader.join(5_000);
        }
    }
}

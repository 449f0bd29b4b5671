// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.fixture.HubFolder;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A hub that has so much of something, with what makes it so. */
final class GrowingHub implements AutoCloseable {

    private static final String LARGE_IN_FLIGHT = "1000";

    private final Settings settings;
    private final Dimension dimension;
    private final int size;
    private final Path home;
    private final Path log;
    private final int ss7Port = TestSettings.freePort();
    private final int smppPort = TestSettings.freePort();
    private Program hub;
    private Program esme;
    private double startSeconds;

    private GrowingHub(Settings settings, Dimension dimension, int size, Path home) {
        this.settings = settings;
        this.dimension = dimension;
        this.size = size;
        this.home = home;
        this.log = Path.of(home + ".log");
    }

    static GrowingHub start(Settings settings, Dimension dimension, int size, Path home)
            throws IOException, InterruptedException {
        GrowingHub growing = new GrowingHub(settings, dimension, size, home);
        try {
            HubFolder files =
                    BenchmarkHome.waysOut(home, TestSettings.freePort(), TestSettings.freePort(), growing.smppPort);
            dimension.files(files, size);
            growing.run();
            if (dimension == Dimension.STORED && size > 0) {
                growing.fillStore();
            }
            if (dimension == Dimension.SMPP_SESSIONS) {
                growing.bind();
            }
            return growing;
        } catch (IOException | RuntimeException e) {
            growing.close();
            throw e;
        }
    }

    private void run() throws IOException {
        hub = Program.hub(
                log,
                settings.hubOptions(),
                home,
                "vmnhub.ss7.port=" + ss7Port,
                "vmnhub.http.port=" + TestSettings.freePort(),
                "camel.management.port=" + TestSettings.freePort(),
                "camel.component.ss7-map.max-in-progress=10000",
                "vmnhub.hlr.correlation-pool=234157",
                "vmnhub.broker.quota=1000000000");
        startSeconds = hub.awaitRunning(log);
    }

    /** Stores, and starts the hub again with what it has stored. */
    private void fillStore() throws IOException {
        try (Program generator = generator("fill", this)) {
            Result.parse(generator.ask("fill backlog count " + size + " " + LARGE_IN_FLIGHT));
        }
        hub.close();
        Files.delete(log);
        run();
    }

    private void bind() throws IOException {
        esme = Program.talking(
                log, "-Xmx512m -Xss256k", CountingEsme.class, String.valueOf(smppPort), String.valueOf(size));
        esme.await("bound");
    }

    /** One load generator for hubs that have these names. */
    static Program generator(String name, GrowingHub hub, String... others) throws IOException {
        String[] links = new String[3 + others.length];
        links[0] = name;
        links[1] = String.valueOf(hub.ss7Port);
        links[2] = "0";
        System.arraycopy(others, 0, links, 3, others.length);
        Program generator = Program.talking(hub.log, Settings.HEAP, LoadGenerator.class, links);
        generator.await("ready");
        return generator;
    }

    Program program() {
        return hub;
    }

    int size() {
        return size;
    }

    int ss7Port() {
        return ss7Port;
    }

    double startSeconds() {
        return startSeconds;
    }

    @Override
    public void close() {
        if (esme != null) {
            esme.close();
        }
        if (hub != null) {
            hub.close();
        }
    }
}

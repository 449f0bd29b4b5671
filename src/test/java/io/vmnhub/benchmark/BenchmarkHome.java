// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.fixture.HubFolder;
import io.vmnhub.screening.ScreeningCost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** The folders that measured hubs run from: the shipped files, with the benchmark's applications. */
final class BenchmarkHome {

    static final String ESME = "acme";
    static final String ESME_PASSWORD = "secret";
    static final String REST_KEY = "benchmark";

    private BenchmarkHome() {}

    /** The shipped files, with an application whose route just ends. */
    static HubFolder sink(Path folder) throws IOException {
        return HubFolder.shipped(folder).write(Map.of("routes/applications/demo.camel.yaml", text("sink.camel.yaml")));
    }

    /** The same with lists and rules that every message passes. */
    static HubFolder rules(Path folder) throws IOException {
        HubFolder home = sink(folder);
        ScreeningCost.write(folder.resolve("config"), "100000000/s");
        return home;
    }

    /** An application for each way out, and store mode for some. */
    static HubFolder waysOut(Path folder, int webhookPort, int soapPort, int smppPort) throws IOException {
        return sink(folder)
                .write(Map.of(
                        "config/numbers.yaml",
                        text("numbers.yaml"),
                        "routes/applications/store.camel.yaml",
                        text("store.camel.yaml"),
                        "routes/applications/out.camel.yaml",
                        text("out.camel.yaml")
                                .replace("{{webhook}}", "http://127.0.0.1:" + webhookPort + "/sms")
                                .replace("{{soap}}", "http://127.0.0.1:" + soapPort + "/SmsNotification")
                                .replace("{{account}}", ESME),
                        "config/smpp.yaml",
                        text("smpp.yaml")
                                .replace("{{port}}", String.valueOf(smppPort))
                                .replace("{{account}}", ESME)
                                .replace("{{password}}", ESME_PASSWORD)))
                .edit(Map.of(
                        "config/applications.yaml",
                        file -> file + text("applications.yaml").replace("{{sha256}}", sha256(REST_KEY))));
    }

    static String text(String resource) {
        try (InputStream file = BenchmarkHome.class.getResourceAsStream(resource)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.fixture.HubFolder;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Webhooks a second: from mt-forwardSM over M3UA through the hub to one fast web server, beside a bare HTTP client that
 * posts the same message to the same server, in one run and in turn. docs/benchmark.md says how to run it.
 */
public final class WebhookBenchmark {

    private final SideBySide sideBySide = SideBySide.byProperties();

    private WebhookBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(new WebhookBenchmark().run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        Path folder = Files.createTempDirectory("vmn-hub-webhook-benchmark");
        Path log = folder.resolve("programs.log");
        int ss7Port = TestSettings.freePort();
        int managementPort = TestSettings.freePort();
        try (Program receiver = Program.talking(log, sideBySide.jvm(), FastReceiver.class)) {
            String url = "http://127.0.0.1:" + receiver.await("port ").substring("port ".length()) + "/sms";
            home(folder, url);
            try (Program bare = Program.talking(log, sideBySide.jvm(), BareHttpClient.class, url);
                    Program hub = Program.hub(
                            log,
                            sideBySide.jvm(),
                            folder,
                            "vmnhub.ss7.port=" + ss7Port,
                            "camel.management.port=" + managementPort)) {
                bare.await("ready");
                SideBySide.awaitPort(managementPort);
                try (Program generator = sideBySide.generator(log, ss7Port)) {
                    generator.await("ready");
                    return sideBySide.measure("bare client/s", bare, "FSM>hub>webhook/s", hub, generator);
                }
            }
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\n" + Files.readString(log), e);
        }
    }

    private static void home(Path folder, String url) throws IOException {
        HubFolder.shipped(folder);
        Files.writeString(
                folder.resolve("routes/applications/demo.camel.yaml"),
                "- route:\n    id: demo\n    from:\n      uri: direct:demo\n"
                        + "      steps:\n        - to: kamelet:webhook-sink?allowPrivateTargets=true&url=" + url
                        + "\n");
    }
}

// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.fixture.HubFolder;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * notifySmsReception a second: from mt-forwardSM over M3UA through the hub to an application's SOAP service, beside the
 * same call without the hub, in one run and in turn. docs/benchmark.md says how to run it.
 */
public final class SoapBenchmark {

    private final SideBySide sideBySide = SideBySide.byProperties();

    private SoapBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        new SoapBenchmark().run();
    }

    private void run() throws Exception {
        Path folder = Files.createTempDirectory("vmn-hub-soap-benchmark");
        Path log = folder.resolve("programs.log");
        int receiverPort = TestSettings.freePort();
        int ss7Port = TestSettings.freePort();
        String url = "http://127.0.0.1:" + receiverPort + "/SmsNotification";
        home(folder, url);
        try (Program receiver =
                        Program.talking(log, sideBySide.jvm(), SoapReceiver.class, String.valueOf(receiverPort));
                Program bare = Program.talking(log, sideBySide.jvm(), BareSoapClient.class, url);
                Program hub = Program.hub(
                        log,
                        sideBySide.jvm(),
                        folder,
                        "vmnhub.ss7.port=" + ss7Port,
                        "camel.management.port=" + TestSettings.freePort())) {
            receiver.await("listening");
            bare.await("ready");
            SideBySide.awaitPort(ss7Port);
            try (Program generator = sideBySide.generator(log, ss7Port)) {
                generator.await("ready");
                sideBySide.measure("bare call/s", bare, "FSM>hub>SOAP/s", hub, generator);
            }
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\n" + Files.readString(log), e);
        }
    }

    private static void home(Path folder, String url) throws IOException {
        HubFolder.shipped(folder);
        Files.writeString(folder.resolve("routes/applications/demo.camel.yaml"), """
                - route:
                    id: demo
                    from:
                      uri: direct:demo
                      steps:
                        - to: kamelet:parlayx-sink?correlator=acme-1&allowPrivateTargets=true&url=%s
                """.formatted(url));
    }
}

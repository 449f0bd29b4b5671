// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.fixture.HubFolder;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * deliver_sm a second: from mt-forwardSM over M3UA through the hub to an application, beside jSMPP's own server that
 * makes its messages up, in one run and in turn. docs/benchmark.md says how to run it.
 */
public final class SmppBenchmark {

    private static final int SESSIONS = 4;

    private final SideBySide sideBySide = SideBySide.byProperties();

    private SmppBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        new SmppBenchmark().run();
    }

    private void run() throws Exception {
        Path folder = Files.createTempDirectory("vmn-hub-smpp-benchmark");
        Path log = folder.resolve("programs.log");
        int barePort = TestSettings.freePort();
        int ss7Port = TestSettings.freePort();
        int smppPort = TestSettings.freePort();
        home(folder, smppPort);
        try (Program bare = Program.talking(
                        log,
                        sideBySide.jvm(),
                        BareSmppServer.class,
                        String.valueOf(barePort),
                        String.valueOf(SESSIONS));
                Program hub = Program.hub(
                        log,
                        sideBySide.jvm(),
                        folder,
                        "vmnhub.ss7.port=" + ss7Port,
                        "camel.management.port=" + TestSettings.freePort())) {
            bare.await("listening");
            SideBySide.awaitPort(smppPort);
            try (Program generator = sideBySide.generator(log, ss7Port)) {
                generator.await("ready");
                try (Program bareEsme = Program.talking(
                                log,
                                sideBySide.jvm(),
                                CountingEsme.class,
                                String.valueOf(barePort),
                                String.valueOf(SESSIONS));
                        Program hubEsme = Program.talking(
                                log,
                                sideBySide.jvm(),
                                CountingEsme.class,
                                String.valueOf(smppPort),
                                String.valueOf(SESSIONS))) {
                    bareEsme.await("bound");
                    bare.await("bound");
                    hubEsme.await("bound");
                    sideBySide.measure("bare jSMPP/s", bare, "FSM>hub>ESME/s", hub, generator);
                }
            }
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\n" + Files.readString(log), e);
        }
    }

    private static void home(Path folder, int smppPort) throws IOException {
        HubFolder.shipped(folder);
        Files.writeString(
                folder.resolve("config/smpp.yaml"),
                "listeners:\n  - {address: 127.0.0.1, port: " + smppPort + "}\naccounts:\n"
                        + "  - {systemId: acme, password: secret, window: 50}\n");
        Files.writeString(
                folder.resolve("routes/applications/demo.camel.yaml"),
                "- route:\n    id: demo\n    from:\n      uri: direct:demo\n"
                        + "      steps:\n        - to: kamelet:smpp-server-sink?account=acme\n");
    }
}

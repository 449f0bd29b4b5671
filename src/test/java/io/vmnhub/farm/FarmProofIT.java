// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Whatever fails in a farm, nothing acknowledged is lost. Short as it is built; the whole of it by
 * {@code -Dvmnhub.farm.rounds=200 -Dvmnhub.farm.rate=1000}, which takes hours; with osmo-stp by
 * {@code -Dvmnhub.farm.stp=osmo}, where the kernel has SCTP.
 */
@Timeout(value = 1, unit = TimeUnit.DAYS)
@NeedsPeer({Peer.POSTGRESQL, Peer.NETWORK_NAMESPACES})
class FarmProofIT {

    private static final int ROUNDS = Integer.getInteger("vmnhub.farm.rounds", 6);
    private static final int RATE = Integer.getInteger("vmnhub.farm.rate", 50);
    private static final long SEED = Long.getLong("vmnhub.farm.seed", 1);
    private static final String STP = System.getProperty("vmnhub.farm.stp", "own");

    @TempDir
    private Path folder;

    @Test
    void nothingAcknowledgedIsLostWhateverFails() throws Exception {
        if (STP.equals("osmo")) {
            Peer.OSMO_STP.require();
            Peer.SCTP.require();
        }
        Path output = folder.resolve("output");
        Process proof = new ProcessBuilder(
                        "unshare",
                        "-npf",
                        "--kill-child",
                        "--mount-proc",
                        "--",
                        "sh",
                        "-c",
                        "ip link set lo up && exec \"$@\"",
                        "farm",
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx1g",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FarmProof.class.getName(),
                        folder.toString(),
                        String.valueOf(ROUNDS),
                        String.valueOf(RATE),
                        String.valueOf(SEED),
                        STP)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(proof.waitFor(10 + ROUNDS * 2L, TimeUnit.MINUTES)).isTrue();
            assertThat(proof.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            proof.destroy();
        }
        Properties report = new Properties();
        try (BufferedReader in = Files.newBufferedReader(folder.resolve("report.properties"))) {
            report.load(in);
        }
        LoggerFactory.getLogger(FarmProofIT.class)
                .warn("{} faults at {} messages a second: {}", ROUNDS, RATE, new TreeMap<>(report));
        assertThat(report)
                .as(Files.readString(output))
                .containsEntry("lost", "0")
                .containsEntry("deliveredAgainThoughSentOnce", "0");
        assertThat(Integer.parseInt(report.getProperty("recovery.p99"))).isLessThan(60_000);
    }
}

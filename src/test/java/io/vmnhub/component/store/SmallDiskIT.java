// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.SmallDisk;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The store on a file system of 80 MB of its own, mounted in a namespace that ends with the test; skipped where that is
 * not allowed.
 */
@NeedsPeer(Peer.SMALL_DISK)
public class SmallDiskIT {

    private static final String MOUNT = "mount -t tmpfs -o size=80m tmpfs \"$0\" && ";

    @TempDir
    Path disk;

    private Process inNamespace(String command, String... arguments) throws IOException {
        List<String> words =
                new java.util.ArrayList<>(List.of("unshare", "-rm", "sh", "-c", MOUNT + command, disk.toString()));
        words.addAll(List.of(arguments));
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    private String run(String prepare, String scenario) throws Exception {
        return run(SmallDisk.class, prepare, scenario);
    }

    private String run(Class<?> program, String prepare, String scenario) throws Exception {
        Process store = inNamespace(
                prepare + "exec \"$@\"",
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                disk.toString(),
                scenario);
        String said = new String(store.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(store.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(store.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    @Timeout(300)
    void aDiskWithTooLittleLeftEndsInRefusalsLosesNothingAndRecovers() throws Exception {
        assertThat(run("", "floor"))
                .contains("refused: store: the disk is nearly full", "free: true")
                .containsPattern("recovered after [0-9]{3,}");
    }

    @Test
    @Timeout(300)
    void aDiskWithNothingLeftEndsInRefusalsAndTheBrokerRecoversByItselfWithAllThatWasAcknowledged() throws Exception {
        assertThat(run("head -c 50000000 /dev/zero > \"$0/somebody-elses\" && ", "full"))
                .contains("problem: ", "refused again: true", "works again", "taken again")
                .containsPattern("recovered after [0-9]+");
    }
}

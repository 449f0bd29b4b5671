// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.SmallDisk;
import io.vmnhub.fixture.SmallFileSystem;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The store, and the embedded database, on a small file system that fills up. */
@NeedsPeer(Peer.SMALL_DISK)
public class SmallDiskIT {

    @TempDir
    Path disk;

    private String run(Class<?> program, String prepare, String scenario) throws Exception {
        return new SmallFileSystem(disk).run(program, prepare, scenario);
    }

    @Test
    @Timeout(300)
    void aDiskWithTooLittleLeftEndsInRefusalsLosesNothingAndRecovers() throws Exception {
        assertThat(run(SmallDisk.class, "", "floor"))
                .contains("refused: store: the disk is nearly full", "free: true")
                .containsPattern("recovered after [0-9]{3,}");
    }

    @Test
    @Timeout(300)
    void aDiskWithNothingLeftEndsInRefusalsAndTheBrokerRecoversByItselfWithAllThatWasAcknowledged() throws Exception {
        assertThat(run(SmallDisk.class, SmallFileSystem.NEARLY_FULL, "full"))
                .contains("problem: ", "refused again: true", "works again", "taken again")
                .containsPattern("recovered after [0-9]+");
    }

    @Test
    @Timeout(300)
    void anEmbeddedDatabaseOnAFullDiskLosesNothingAndWorksAgainByItselfWhenThereIsRoom() throws Exception {
        assertThat(run(FullDatabase.class, SmallFileSystem.NEARLY_FULL, ""))
                .contains(
                        "refused: ",
                        "problem: database jdbc:h2:file:",
                        "is full",
                        "grown while full: false",
                        "missing: 0 of",
                        "trace files: 0",
                        "recovered after ")
                .doesNotContain("stored on a full disk");
    }
}

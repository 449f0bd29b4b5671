// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.SmallFileSystem;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Long messages on a small file system that fills up. */
@NeedsPeer(Peer.SMALL_DISK)
class FullPartsIT {

    @TempDir
    Path disk;

    @Test
    @Timeout(300)
    void partsOnAFullDiskAreRefusedAndTakenAgainByThemselvesWhenThereIsRoom() throws Exception {
        String said = new SmallFileSystem(disk).run(FullParts.class, SmallFileSystem.NEARLY_FULL, "");
        assertThat(said)
                .contains("refused: No space left on device", "files: few")
                .containsPattern("recovered after [0-9]{2,}")
                .doesNotContain("acknowledged on a full disk");
        assertThat(said.lines().filter(line -> line.contains("LongMessageStore - ")))
                .as("two lines: it fails, it works")
                .hasSizeLessThan(4);
    }
}

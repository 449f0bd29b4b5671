// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.sms.MessageIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedFilesTest {

    @TempDir
    private Path folder;

    @Test
    void aTableOfIdentitiesThatIsDamagedBeginsEmpty() throws Exception {
        Path file = folder.resolve("confirmed.identities");
        MessageIdentity identity = new MessageIdentity(1, 2);
        try (ConfirmedIdentities identities = new ConfirmedIdentities(file, 1_000, () -> Duration.ofHours(1))) {
            identities.add(identity);
        }
        byte[] octets = Files.readAllBytes(file);
        octets[0] ^= 1;
        Files.write(file, octets);
        try (ConfirmedIdentities identities = new ConfirmedIdentities(file, 1_000, () -> Duration.ofHours(1))) {
            assertThat(identities.contains(identity, Duration.ofHours(1))).isFalse();
            identities.add(identity);
            assertThat(identities.contains(identity, Duration.ofHours(1))).isTrue();
        }
    }
}

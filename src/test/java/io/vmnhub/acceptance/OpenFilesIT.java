// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.RunningHub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other users of the machine find of a hub. */
class OpenFilesIT {

    @TempDir
    private Path home;

    private List<String> open() throws Exception {
        try (Stream<Path> files = Files.walk(home.resolve("data"))) {
            return files.filter(file -> {
                        try {
                            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                                    .matches("...(?!------).*");
                        } catch (java.io.IOException e) {
                            return false; // gone meanwhile
                        }
                    })
                    .map(Path::toString)
                    .toList();
        }
    }

    @Test
    void nothingInTheDataFolderIsOpenToOthersNorStaysSo() throws Exception {
        Files.createDirectories(home.resolve("data/messages/dead-letters/acme"));
        Files.writeString(home.resolve("data/messages/dead-letters/acme/1.json"), "{}");
        Files.setPosixFilePermissions(
                home.resolve("data/messages/dead-letters/acme/1.json"), PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(home.resolve("data"), PosixFilePermissions.fromString("rwxr-xr-x"));
        try (RunningHub hub = RunningHub.in(
                home,
                Map.of(
                        "config/application.properties",
                        text -> text
                                + "\nvmnhub.broker.enabled = true\nvmnhub.records.sql = "
                                + "true\nvmnhub.http.enabled = true\nvmnhub.http.port = "
                                + io.vmnhub.ss7.TestSettings.freePort() + "\n"))) {
            assertThat(hub.home().resolve("data/broker")).isDirectory();
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(home.resolve("data/hub.mv.db")));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("data"))))
                    .isEqualTo("rwx------");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(home.resolve("data/messages/dead-letters/acme/1.json"))))
                    .isEqualTo("rw-------");
        }
        try (RunningHub again = RunningHub.again(home)) {
            assertThat(again.home().resolve("data")).isDirectory();
            assertThat(open()).isEmpty();
        }
    }
}

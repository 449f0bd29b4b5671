// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenSettingsTest {

    @TempDir
    Path folder;

    @Test
    void referencesToTheEnvironmentAndToPropertiesAreReplacedAsMavenDoes() throws Exception {
        Path file = Files.writeString(
                folder.resolve("settings.xml"),
                "<settings><localRepository>${user.home}/${env.PATH}/${env.NOT_SET_ANYWHERE}</localRepository></settings>");
        assertThat(MavenSettings.read(file).localRepository())
                .contains(Path.of(System.getProperty("user.home"), System.getenv("PATH"), "${env.NOT_SET_ANYWHERE}"));
    }
}

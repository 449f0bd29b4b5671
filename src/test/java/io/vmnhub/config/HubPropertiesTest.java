// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubPropertiesTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(
                folder.resolve("config/application.properties"),
                "vmnhub.a=file\nvmnhub.b=file\nvmnhub.c=file\nvmnhub.ss7.port=12x\n");
        Files.writeString(folder.resolve("config/application-dev.properties"), "vmnhub.b=profile\nvmnhub.c=profile\n");
    }

    private HubProperties properties(String profile, Map<String, String> commandLine) throws IOException {
        return new HubProperties(HubHome.of(folder), profile, commandLine);
    }

    @Test
    void theCommandLineWinsOverTheProfileAndTheProfileOverTheFile() throws IOException {
        HubProperties properties = properties("dev", Map.of("vmnhub.c", "command line"));
        assertThat(properties.get("vmnhub.a")).contains("file");
        assertThat(properties.get("vmnhub.b")).contains("profile");
        assertThat(properties.get("vmnhub.c")).contains("command line");
        assertThat(properties.get("vmnhub.d")).isEmpty();
    }

    @Test
    void aSystemPropertyWinsOverTheFiles() throws IOException {
        System.setProperty("vmnhub.a", "system");
        try {
            assertThat(properties("prod", Map.of()).get("vmnhub.a")).contains("system");
            assertThat(properties("prod", Map.of()).all().getProperty("vmnhub.a"))
                    .isEqualTo("system");
        } finally {
            System.clearProperty("vmnhub.a");
        }
    }

    @Test
    void anotherProfilesFileIsNotRead() throws IOException {
        assertThat(properties("prod", Map.of()).get("vmnhub.b")).contains("file");
    }

    @Test
    void whatIsNoNumberIsSaidSo() throws IOException {
        HubProperties properties = properties("prod", Map.of());
        assertThatThrownBy(() -> properties.number(HubKey.SS7_PORT)).hasMessageContaining("vmnhub.ss7.port: is '12x'");
    }

    @Test
    void aFolderWithoutConfigIsNoHome() {
        assertThatThrownBy(() -> HubHome.of(folder.resolve("config")))
                .hasMessageEndingWith("has no folder config; name the hub's folder with --home");
    }
}

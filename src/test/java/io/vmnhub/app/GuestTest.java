// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the console opens without a token. */
class GuestTest {

    @TempDir
    private Path folder;

    private boolean isOpen(String profile, String address, Map<String, String> more) throws Exception {
        Files.createDirectories(folder.resolve("config"));
        Files.createDirectories(folder.resolve("routes"));
        Files.createDirectories(folder.resolve("connectors"));
        Files.writeString(folder.resolve("config/application.properties"), "camel.management.host = " + address + "\n");
        return ManagementModule.guest(new HubProperties(HubHome.of(folder), profile, more))
                .isPresent();
    }

    @Test
    void onlyInProfileDevOnLoopbackAndAsLongAsNoTokenIsSet() throws Exception {
        assertThat(isOpen("dev", "127.0.0.1", Map.of())).isTrue();
        assertThat(isOpen("prod", "127.0.0.1", Map.of())).isFalse();
        assertThat(isOpen("dev", "0.0.0.0", Map.of())).isFalse();
        assertThat(isOpen("dev", "127.0.0.1", Map.of("vmnhub.management.token", "a-token-of-sufficient-length")))
                .isFalse();
    }
}

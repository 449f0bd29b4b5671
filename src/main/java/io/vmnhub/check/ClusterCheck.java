// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import io.vmnhub.cluster.ClusterSettings;
import io.vmnhub.cluster.Discovery;
import io.vmnhub.config.Finding;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a node of a farm needs beside {@code cluster.yaml}. */
final class ClusterCheck {

    private final Path file;
    private final HubProperties properties;

    ClusterCheck(HubHome home, HubProperties properties) {
        this.file = home.config().resolve("cluster.yaml");
        this.properties = properties;
    }

    List<Finding> findings(ClusterSettings settings) {
        List<Finding> findings = new ArrayList<>();
        try {
            settings.tls().keyManagers();
            settings.tls().trustManagers();
        } catch (IOException e) {
            findings.add(Finding.of(file, 0, "tls: " + e.getMessage()));
        }
        if (properties.text(HubKey.MESSAGES_IDENTITY_KEY).isBlank()) {
            findings.add(Finding.of(
                    file,
                    0,
                    "the nodes of a farm tell duplicates by one key: set " + HubKey.MESSAGES_IDENTITY_KEY.key()
                            + " of application.properties, the same at all nodes"));
        }
        if (settings.discovery() instanceof Discovery.Database
                && properties.text(HubKey.DATABASE_URL).isBlank()) {
            findings.add(Finding.of(
                    file,
                    0,
                    "discovery: the database inside the hub is no other node's: set " + HubKey.DATABASE_URL.key()
                            + " of application.properties, or name the nodes"));
        }
        return findings;
    }
}
